package dev.offpeak.workers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobState;
import dev.offpeak.workers.bundler.BundlerHandler;
import dev.offpeak.workers.intake.IntakeHandler;
import dev.offpeak.workers.poller.PollerHandler;
import dev.offpeak.workers.runner.RunnerHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The handlers with events as Lambda delivers them: `events/<function>/<case>.json`.
class HandlersTest {
    private static final Path EVENTS = Path.of("../../events");
    private static final Set<Path> OPENED = new TreeSet<>();

    /// As Quarkus reads events.
    private static final ObjectMapper JSON = JsonMapper.builder()
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
            .configure(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES, true)
            .build();

    private final World world = new World(new StubProvider());

    private static byte[] event(String name) throws IOException {
        var file = EVENTS.resolve(name + ".json");
        OPENED.add(file);
        return Files.readAllBytes(file);
    }

    private static Context context() {
        return (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getRemainingTimeInMillis")) {
                        return (int) World.INVOCATION.toMillis();
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    @AfterAll
    static void every_event_is_opened_by_a_test() throws IOException {
        for (var function : List.of("intake", "bundler", "poller", "runner")) {
            try (Stream<Path> files = Files.list(EVENTS.resolve(function))) {
                assertThat(OPENED).containsAll(files.toList());
            }
        }
    }

    private List<String> intake(String name) throws IOException {
        var handler = new IntakeHandler(world.takeIn, world.envelopes(), World.ACME);
        return again(handler.handleRequest(JSON.readValue(event("intake/" + name), SQSEvent.class), context()));
    }

    private List<String> runner(String name) throws IOException {
        var handler = new RunnerHandler(world.runner, world.envelopes(), world.clock);
        return again(handler.handleRequest(JSON.readValue(event("runner/" + name), SQSEvent.class), context()));
    }

    private static List<String> again(SQSBatchResponse response) {
        return response.getBatchItemFailures().stream()
                .map(BatchItemFailure::getItemIdentifier)
                .toList();
    }

    @Test
    void intake_takes_in_what_a_producer_drops_and_what_the_gateway_sends() throws IOException {
        assertThat(intake("happy")).isEmpty();
        assertThat(world.jobs.rows())
                .hasSize(2)
                .allMatch(row -> row.state() instanceof JobState.Staged)
                .allMatch(row -> row.tenant().equals(World.ACME));
    }

    @Test
    void intake_keeps_one_of_two_alike_and_shows_why_it_rejects() throws IOException {
        assertThat(intake("edge")).isEmpty();
        assertThat(world.jobs.rows()).hasSize(2);
        assertThat(world.ended(Ending.REJECTED)).hasSize(1);
    }

    @Test
    void intake_fails_what_it_cannot_read_and_takes_the_rest() throws IOException {
        assertThat(intake("broken"))
                .containsExactly("5d9b1c1e-0000-4000-8000-000000000021", "5d9b1c1e-0000-4000-8000-000000000022");
        assertThat(world.jobs.rows()).hasSize(1);
    }

    @Test
    void the_runner_makes_the_call_of_an_accepted_job() throws IOException {
        accept("happy");
        assertThat(runner("happy")).isEmpty();
        assertThat(world.ended(Ending.SUCCEEDED)).hasSize(1);
    }

    @Test
    void the_runner_makes_one_call_for_a_message_that_comes_twice() throws IOException {
        accept("edge");
        assertThat(runner("edge")).isEmpty();
        assertThat(world.succeededInLedger()).isEqualTo(1);
    }

    @Test
    void the_runner_runs_nothing_that_is_not_sealed() throws IOException {
        assertThat(runner("broken"))
                .containsExactly("5d9b1c1e-0000-4000-8000-000000000051", "5d9b1c1e-0000-4000-8000-000000000052");
        assertThat(world.jobs.rows()).isEmpty();
    }

    /// The row intake has written before it sent the express message on.
    private void accept(String name) throws IOException {
        var handler = new IntakeHandler(world.takeIn, world.envelopes(), World.ACME);
        assertThat(again(handler.handleRequest(JSON.readValue(event("runner/" + name), SQSEvent.class), context())))
                .isEmpty();
        assertThat(world.jobs.rows())
                .singleElement()
                .satisfies(row -> assertThat(row.state()).isInstanceOf(JobState.Express.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"happy", "edge", "broken"})
    void the_bundler_and_the_poller_run_whatever_their_schedule_says(String name) throws IOException {
        world.stage(3);
        var out = new ByteArrayOutputStream();
        new BundlerHandler(world.bundler, world.clock)
                .handleRequest(new ByteArrayInputStream(event("bundler/" + name)), out, context());
        assertThat(out.toString(UTF_8)).isEqualTo("{\"resumed\":0,\"sealed\":1,\"submitted\":1}");
        out.reset();
        new PollerHandler(world.poller, world.clock)
                .handleRequest(new ByteArrayInputStream(event("poller/" + name)), out, context());
        assertThat(out.toString(UTF_8)).isEqualTo("{\"looked\":1}");
        assertThat(world.ended(Ending.SUCCEEDED)).hasSize(3);
    }
}
