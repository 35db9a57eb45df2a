package dev.offpeak.workers.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.account.AccountKey;
import dev.offpeak.core.account.ModelQueue;
import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.provider.AccountLimits;
import dev.offpeak.core.provider.AccountLimits.Per;
import dev.offpeak.openai.OpenAi;
import dev.offpeak.openai.OpenAiSettings;
import dev.offpeak.simulator.Simulator;
import dev.offpeak.simulator.SimulatorConfig;
import dev.offpeak.testkit.Samples;
import dev.offpeak.wire.http.Timeouts;
import dev.offpeak.workers.StubProvider;
import dev.offpeak.workers.World;
import dev.offpeak.workers.intake.Delivery;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The books against a queue limit that the simulator enforces by its own count of tokens: a quarter of a line's bytes,
/// while it bills the prompt only.
@SuppressWarnings("NullAway.Init") // set before every test
class SimulatorQueueTest {
    private static final long LIMIT = 60_000;
    private static final int JOBS = 200;

    private Simulator simulator;

    @BeforeEach
    void start() throws IOException {
        simulator = Simulator.start(SimulatorConfig.defaults().withSpeed(0.001).withEnqueuedTokens(LIMIT));
    }

    @AfterEach
    void stop() throws IOException {
        simulator.close();
    }

    private World world(long tokens) {
        var settings = new OpenAiSettings(
                URI.create(simulator.openAiUrl()),
                () -> "sk-test",
                Timeouts.DEFAULT,
                new AccountId("main"),
                new AccountLimits(tokens, 1_000_000, Per.MODEL, 2_000, 500));
        return new World(List.of(OpenAi.provider(List.of(settings))), simulator.clock(), simulator::advance);
    }

    private static void run(World world) {
        for (int from = 0; from < JOBS; from += 20) {
            var deliveries = new ArrayList<Delivery>();
            for (int i = from; i < from + 20; i++) {
                var prompt = "question " + i + " " + "why ".repeat(1_000);
                deliveries.add(world.sealed("m" + i, World.ACME, World.chat(prompt, ",\"deadline\":\"5d\"")));
            }
            assertThat(world.takeIn.take(deliveries)).isEmpty();
        }
        world.advance(Duration.ofMinutes(16));
        for (int i = 0; i < 2_000 && world.ended(Ending.SUCCEEDED).size() < JOBS; i++) {
            world.bundler.run(world.until());
            world.poller.run(world.until());
            world.advance(Duration.ofMinutes(3));
        }
        assertThat(world.ended(Ending.SUCCEEDED).size()).as(world.states()).isEqualTo(JOBS);
    }

    private static ModelQueue queue(World world) {
        var book = world.accounts
                .find(new AccountKey(Samples.OPENAI, new AccountId("main")))
                .orElseThrow();
        assertThat(book.held()).isEmpty();
        return book.model(StubProvider.MODEL);
    }

    @Test
    void with_the_limit_known_no_batch_is_ever_refused() {
        var world = world(LIMIT);
        run(world);
        assertThat(queue(world).learned()).isEmpty();
        assertThat(world.batches.rows()).hasSizeBetween(3, 12);
        assertBilledOnce();
    }

    @Test
    void with_the_limit_unknown_it_is_found_by_halves() {
        var world = world(AccountLimits.UNKNOWN);
        run(world);
        assertThat(queue(world).learned()).isPresent();
        assertThat(world.batches.rows()).hasSizeLessThan(20);
        assertBilledOnce();
    }

    private void assertBilledOnce() {
        assertThat(simulator.bill().get("total").get("requests").asInt()).isEqualTo(JOBS);
    }
}
