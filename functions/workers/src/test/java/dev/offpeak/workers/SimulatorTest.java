package dev.offpeak.workers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.anthropic.Anthropic;
import dev.offpeak.anthropic.AnthropicSettings;
import dev.offpeak.core.batch.BatchState;
import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.provider.BatchApi;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.Lines;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.openai.OpenAi;
import dev.offpeak.openai.OpenAiSettings;
import dev.offpeak.simulator.Simulator;
import dev.offpeak.simulator.SimulatorConfig;
import dev.offpeak.simulator.faults.Effect;
import dev.offpeak.simulator.faults.FaultRule;
import dev.offpeak.wire.http.Timeouts;
import dev.offpeak.workers.intake.Delivery;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// All workers against both providers as the simulator plays them, whose bill is the outside truth.
@SuppressWarnings("NullAway.Init") // set before every test
class SimulatorTest {
    private Simulator simulator;
    private World world;

    @BeforeEach
    void start() throws IOException {
        simulator = Simulator.start(SimulatorConfig.defaults().withSpeed(0.001));
        world = new World(
                List.of(
                        OpenAi.provider(new OpenAiSettings(
                                URI.create(simulator.openAiUrl()),
                                () -> "sk-test",
                                Timeouts.DEFAULT,
                                new AccountId("main"))),
                        anthropic()),
                simulator.clock(),
                simulator::advance);
    }

    private Provider anthropic() {
        return Anthropic.provider(new AnthropicSettings(
                URI.create(simulator.anthropicUrl()), () -> "sk-test", Timeouts.DEFAULT, new AccountId("main")));
    }

    @AfterEach
    void stop() throws IOException {
        simulator.close();
    }

    private static String job(String provider, String prompt) {
        return provider.equals("openai")
                ? World.chat(prompt)
                : "{\"provider\":\"anthropic\",\"endpoint\":\"/v1/messages\",\"body\":{\"model\":\"claude-opus-5-5\",\"max_tokens\":64,"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]}}";
    }

    private void take(String provider, int count, String special) {
        take(provider, count, special, "24h");
    }

    private void take(String provider, int count, String special, String deadline) {
        var deliveries = new ArrayList<Delivery>();
        for (int i = 0; i < count; i++) {
            deliveries.add(world.sealed(
                    provider + i,
                    i % 2 == 0 ? World.ACME : World.ZEN,
                    job(provider, (i == 3 ? special : "") + " question " + i)
                            .replaceFirst("\\{", "{\"deadline\":\"" + deadline + "\",")));
        }
        assertThat(world.takeIn.take(deliveries)).isEmpty();
        world.advance(Duration.ofMinutes(16));
    }

    private void turn(int quarters) {
        for (int i = 0; i < quarters; i++) {
            world.bundler.run(world.until());
            world.poller.run(world.until());
            world.advance(Duration.ofMinutes(15));
        }
    }

    private BundleState bundle() {
        return world.bundles.rows().getFirst().state();
    }

    private long billed() {
        return simulator.bill().get("total").get("nano_dollars").asLong();
    }

    private void assertBillIsLedger(int successes) {
        assertThat(world.ended(Ending.SUCCEEDED)).hasSize(successes);
        assertThat(world.succeededInLedger()).isEqualTo(successes);
        assertThat(simulator.bill().get("total").get("requests").asInt()).isEqualTo(successes);
        // each of our costs is rounded to a nano-dollar, the bill only as a whole
        assertThat(world.paidInLedger()).isCloseTo(billed(), Offset.offset((long) successes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void jobs_run_in_one_batch_and_the_ledger_is_the_bill(String provider) {
        take(provider, 20, "");
        turn(8);
        assertThat(world.batches.rows()).hasSize(1);
        assertBillIsLedger(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void a_stream_that_nobody_waits_for_is_entered_as_it_is_billed(String provider) {
        var stream = job(provider, "tell me a story").replace("\"messages\"", "\"stream\":true,\"messages\"");
        assertThat(world.takeIn.take(List.of(world.sealed("stream", World.ACME, stream))))
                .isEmpty();
        world.turnRunner(1);
        assertBillIsLedger(1);
        assertThat(world.paidInLedger()).isPositive().isEqualTo(world.paidInRows());
        var settled =
                (JobState.Settled) world.ended(Ending.SUCCEEDED).getFirst().state();
        assertThat(settled.usage().output()).isPositive();
        // usage that only we asked for is not for the job's owner
        var answer = ((Answer.Inline) settled.answer().orElseThrow()).body().text();
        assertThat(answer).contains("data: ").doesNotContain("\"choices\":[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void an_invalid_row_fails_and_the_others_succeed(String provider) {
        take(provider, 20, "[[sim:error=invalid_request]]");
        turn(8);
        assertThat(world.ended(Ending.FAILED)).hasSize(1);
        assertBillIsLedger(19);
    }

    @ParameterizedTest
    @ValueSource(strings = {"error_rows", "missing_rows", "duplicate_rows"})
    void rows_that_went_wrong_once_succeed_in_the_next_batch_and_none_is_paid_twice(String what) {
        var effect = switch (what) {
            case "error_rows" -> new Effect.ErrorRows(0.5, 500);
            case "missing_rows" -> new Effect.MissingRows(0.5);
            default -> new Effect.DuplicateRows(0.5);
        };
        for (var provider : List.of("openai", "anthropic")) {
            simulator.addFault(
                    FaultRule.on(provider + ".batches.create", effect).times(1));
            take(provider, 20, "");
        }
        turn(16);
        assertBillIsLedger(40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void rows_that_expired_succeed_in_the_next_batch(String provider) {
        simulator.addFault(FaultRule.on(provider + ".batches.create", new Effect.ExpireRows(0.5))
                .times(1));
        take(provider, 20, "", "3d");
        turn(4 * 28);
        assertThat(world.batches.rows()).hasSize(2);
        assertBillIsLedger(20);
    }

    /// Half of the lines are finished by the time the batch has to be cancelled; one of those OpenAI then loses.
    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void a_late_batch_is_cancelled_what_it_finished_is_kept_and_only_the_rest_is_called_directly(String provider) {
        simulator.addFault(
                FaultRule.on(provider + ".batches.create", new Effect.Stuck()).times(1));
        take(provider, 20, "", "4h");
        for (int i = 0; i < 4 * 60 - 16; i++) {
            world.bundler.run(world.until());
            world.poller.run(world.until());
            world.turnRunner(1);
        }
        assertThat(world.batches.rows()).hasSize(1);
        assertBillIsLedger(20);
        assertThat(world.unusedInLedger()).isEqualTo(LedgerLine.Unused.NONE);
        var attempts = world.jobs.rows().stream()
                .map(row -> ((JobState.Settled) row.state()).attempt())
                .toList();
        assertThat(attempts).contains(1).contains(2);
        var deadline = world.jobs.rows().getFirst().particulars().orElseThrow().deadline();
        assertThat(world.jobs.rows())
                .allMatch(row -> ((JobState.Settled) row.state()).at().isBefore(deadline));
    }

    @Test
    void a_file_that_fails_validation_for_one_line_fails_that_line_and_the_rest_succeeds() {
        // routing reads only what it needs, so a model that does not exist gets as far as the provider
        var deliveries = new ArrayList<Delivery>();
        for (int i = 0; i < 5; i++) {
            deliveries.add(world.sealed("m" + i, World.ACME, World.chat("question " + i)));
        }
        var bad = World.chat("bad").replace(StubProvider.MODEL, "gpt-nonesuch");
        deliveries.add(world.sealed("bad", World.ACME, bad));
        assertThat(world.takeIn.take(deliveries)).isEmpty();
        world.advance(Duration.ofMinutes(16));
        turn(12);
        assertThat(world.ended(Ending.FAILED))
                .singleElement()
                .satisfies(row -> assertThat(((JobState.Settled) row.state())
                                .reason()
                                .orElseThrow()
                                .code())
                        .isEqualTo("model_not_found"));
        assertBillIsLedger(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void a_create_whose_answer_is_lost_is_found_and_never_repeated(String provider) {
        simulator.addFault(FaultRule.on(provider + ".batches.create", new Effect.DropAfter())
                .times(1));
        take(provider, 5, "");
        turn(1);
        assertThat(bundle()).isInstanceOf(BundleState.Reconcile.class);
        turn(8);
        assertThat(bundle()).isInstanceOf(BundleState.Done.class);
        assertBillIsLedger(5);
    }

    @Test
    void a_batch_that_is_ours_already_is_not_created_again_when_its_bundle_was_not_moved() {
        take("anthropic", 5, "");
        world.bundler.run(world.until());
        var bundle = world.bundles.rows().getFirst();
        var manifest = ((BundleState.Submitted) bundle.state()).manifest();
        var died = new BundleState.Creation(1, new AccountId("main"), "", world.clock.instant());
        world.bundles.replace(
                bundle.with(new BundleState.Reconcile(manifest, died, "its bundler died"), world.clock.instant()));
        for (int i = 0; i < 5; i++) {
            world.bundler.run(world.until());
            world.advance(Duration.ofMinutes(15));
        }
        turn(8);
        assertThat(world.batches.rows()).hasSize(1);
        assertBillIsLedger(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void a_create_that_lands_minutes_after_its_504_is_found_and_never_repeated(String provider) {
        simulator.addFault(FaultRule.on(provider + ".batches.create", new Effect.LandLate(Duration.ofMinutes(4)))
                .times(1));
        take(provider, 5, "");
        turn(10);
        assertThat(bundle()).isInstanceOf(BundleState.Done.class);
        assertBillIsLedger(5);
    }

    /// It lands a quarter of an hour after it was taken for one that never would.
    @Test
    void a_create_that_lands_after_it_was_given_up_is_swept_up_and_what_it_cost_is_in_the_ledger() {
        simulator.addFault(FaultRule.on("anthropic.batches.create", new Effect.LandLate(Duration.ofMinutes(45)))
                .times(1));
        take("anthropic", 5, "");
        for (int i = 0; i < 150; i++) {
            world.bundler.run(world.until());
            world.poller.run(world.until());
            world.advance(Duration.ofMinutes(1));
        }
        assertThat(world.batches.rows()).hasSize(2).allMatch(batch -> batch.state() instanceof BatchState.Imported);
        assertThat(world.ended(Ending.SUCCEEDED)).hasSize(5);
        var unused = world.unusedInLedger();
        assertThat(unused.answers()).isPositive();
        assertThat(world.paidInLedger() + unused.duplicateSpend().value()).isCloseTo(billed(), Offset.offset(10L));
    }

    @Test
    void a_batch_whose_create_call_is_in_doubt_is_not_swept_up_for_a_bundle_of_the_same_size() {
        simulator.addFault(
                FaultRule.on("anthropic.batches.create", Effect.Status.of(500)).times(1));
        take("anthropic", 5, "");
        turn(8);
        assertThat(world.ended(Ending.SUCCEEDED)).hasSize(5);
        simulator.addFault(
                FaultRule.on("anthropic.batches.create", new Effect.DropAfter()).times(1));
        take("anthropic", 5, "");
        world.bundler.run(world.until());
        world.advance(Duration.ofMinutes(61));
        world.poller.run(world.until());
        assertThat(world.batches.rows()).hasSize(1);
        turn(8);
        assertThat(world.batches.rows()).hasSize(2);
        assertBillIsLedger(10);
    }

    /// Created in the same minute and of the same size: nothing but its rows tells it from ours.
    @Test
    void a_strangers_batch_that_was_taken_for_ours_is_disowned_when_its_rows_are_seen() {
        simulator.addFault(
                FaultRule.on("anthropic.batches.create", Effect.Status.of(500)).times(1));
        take("anthropic", 5, "");
        world.bundler.run(world.until());
        assertThat(bundle()).isInstanceOf(BundleState.Reconcile.class);
        var stranger = anthropic();
        var lines = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            lines.append("{\"custom_id\":\"theirs-")
                    .append(i)
                    .append("\",\"params\":{\"model\":\"claude-opus-5-5\",")
                    .append("\"max_tokens\":64,\"messages\":[{\"role\":\"user\",\"content\":\"theirs\"}]}}\n");
        }
        stranger.first()
                .batches()
                .create(
                        new BatchApi.BatchOrder(
                                new BundleId("bundle_theirs"), new Endpoint("/v1/messages"), Headers.NONE, ""),
                        text(lines.toString()));
        world.advance(Duration.ofMinutes(2));
        world.bundler.run(world.until());
        assertThat(bundle())
                .isInstanceOfSatisfying(
                        BundleState.Submitted.class,
                        submitted -> assertThat(submitted.guess()).isPresent());
        turn(12);
        assertThat(world.batches.rows()).hasSize(2);
        assertThat(bundle()).isInstanceOf(BundleState.Done.class);
        assertThat(world.ended(Ending.SUCCEEDED)).hasSize(5);
        assertThat(world.unusedInLedger()).isEqualTo(LedgerLine.Unused.NONE);
        assertThat(simulator.bill().get("total").get("requests").asInt()).isEqualTo(10);
    }

    private static Lines text(String text) {
        return new Lines() {
            @Override
            public InputStream open() {
                return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public int count() {
                return (int) text.lines().count();
            }

            @Override
            public long bytes() {
                return text.length();
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void a_create_answered_500_that_did_nothing_is_made_anew_once_that_is_certain(String provider) {
        simulator.addFault(FaultRule.on(provider + ".batches.create", Effect.Status.of(500))
                .times(1));
        take(provider, 5, "");
        turn(1);
        assertThat(bundle()).isInstanceOf(BundleState.Reconcile.class);
        assertThat(billed()).isZero();
        turn(12);
        assertBillIsLedger(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 429})
    void a_create_refused_for_the_account_is_made_again(int status) {
        simulator.addFault(
                FaultRule.on("openai.batches.create", Effect.Status.of(status)).times(1));
        take("openai", 5, "");
        turn(10);
        assertBillIsLedger(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void a_refused_create_ends_the_jobs(String provider) {
        simulator.addFault(FaultRule.on(provider + ".batches.create", Effect.Status.of(400))
                .times(1));
        take(provider, 5, "");
        turn(2);
        assertThat(world.ended(Ending.FAILED)).hasSize(5);
        assertThat(billed()).isZero();
    }
}
