package dev.offpeak.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.offpeak.local.PartDeath;
import dev.offpeak.local.fixture.Fixtures;
import dev.offpeak.local.lambda.FunctionSpec.Limits;
import dev.offpeak.local.lambda.Outcome.Answered;
import dev.offpeak.local.lambda.Outcome.Failed;
import dev.offpeak.local.lambda.Outcome.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionHostTest {

    @TempDir
    Path folder;

    private final List<PartDeath> deaths = new CopyOnWriteArrayList<>();

    @Test
    void an_event_is_answered_by_a_process_that_stays_warm() throws Exception {
        try (FunctionHost host = host(limits(Duration.ofSeconds(20), 2), Map.of("TEA", "green"))) {
            Instant before = Instant.now();
            JsonNode first = answer(host.invoke(bytes("{\"n\":1}")));
            JsonNode second = answer(host.invoke(bytes("{\"n\":2}")));
            assertThat(first.path("event").path("n").asInt()).isEqualTo(1);
            assertThat(first.path("environment").path("TEA").asText()).isEqualTo("green");
            assertThat(first.path("arn").asText()).endsWith(":function:Tea");
            assertThat(first.path("trace").asText()).startsWith("Root=1-");
            assertThat(first.path("deadline").asLong())
                    .isBetween(
                            before.plusSeconds(20).toEpochMilli(),
                            Instant.now().plusSeconds(20).toEpochMilli());
            assertThat(second.path("pid")).isEqualTo(first.path("pid"));
            assertThat(host.pids()).containsExactly(first.path("pid").asLong());
            assertThat(host.invocations()).isEqualTo(2);
        }
    }

    @Test
    void a_reported_error_leaves_the_process_in_place() throws Exception {
        try (FunctionHost host = host(limits(Duration.ofSeconds(20), 1), Map.of())) {
            assertThat(host.invoke(bytes("\"please-throw\"")))
                    .isEqualTo(new Failed(Reason.HANDLER, "Fixture.Error", "as asked"));
            List<Long> pids = host.pids();
            assertThat(host.invoke(bytes("{}"))).isInstanceOf(Answered.class);
            assertThat(host.pids()).isEqualTo(pids).hasSize(1);
            assertThat(host.errors()).isEqualTo(1);
        }
    }

    @Test
    void a_crash_fails_its_invocation_only_and_is_logged() throws Exception {
        try (FunctionHost host = host(limits(Duration.ofSeconds(20), 1), Map.of())) {
            assertThat(host.invoke(bytes("\"please-crash\"")))
                    .isEqualTo(
                            new Failed(Reason.EXIT, "Runtime.ExitError", "Runtime exited with error: exit status 3"));
            assertThat(host.invoke(bytes("{}"))).isInstanceOf(Answered.class);
            Fixtures.eventually(() -> Files.readString(host.spec().log()).contains("crashing as asked"));
        }
    }

    @Test
    void a_timeout_kills_the_process() throws Exception {
        try (FunctionHost host = host(limits(Duration.ofSeconds(1), 1), Map.of())) {
            assertThat(host.invoke(bytes("\"please-hang\""))).isInstanceOfSatisfying(Failed.class, failed -> {
                assertThat(failed.reason()).isEqualTo(Reason.TIMEOUT);
                assertThat(failed.message()).endsWith("Task timed out after 1.00 seconds");
            });
            Fixtures.eventually(() -> host.pids().isEmpty());
            assertThat(host.invoke(bytes("{}"))).isInstanceOf(Answered.class);
        }
    }

    @Test
    void an_init_error_carries_what_the_runtime_said() throws Exception {
        try (FunctionHost host = host(limits(Duration.ofSeconds(20), 1), Map.of("FIXTURE_INIT", "report"))) {
            assertThat(host.invoke(bytes("{}")))
                    .isEqualTo(new Failed(Reason.INIT, "Fixture.Init", "the kettle is cold"));
        }
    }

    @Test
    void a_function_that_cannot_start_is_reported_once_with_its_last_words() throws Exception {
        try (FunctionHost host = host(limits(Duration.ofSeconds(20), 1), Map.of("FIXTURE_INIT", "exit"))) {
            Fixtures.eventually(() -> {
                assertThat(host.invoke(bytes("{}"))).isInstanceOf(Failed.class);
                return !deaths.isEmpty();
            });
            assertThat(host.invoke(bytes("{}"))).isInstanceOf(Failed.class);
            assertThat(deaths).containsExactly(new PartDeath("function Tea", 7, List.of("no bean named tea")));
        }
    }

    @Test
    void no_more_processes_run_than_the_concurrency_allows() throws Exception {
        try (FunctionHost host = host(limits(Duration.ofSeconds(20), 2), Map.of());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Outcome>> calls = Collections.nCopies(8, () -> host.invoke(bytes("{}")));
            for (var call : threads.invokeAll(calls)) {
                assertThat(call.get(1, TimeUnit.SECONDS)).isInstanceOf(Answered.class);
            }
            assertThat(host.pids()).hasSizeBetween(1, 2);
        }
    }

    private FunctionHost host(Limits limits, Map<String, String> environment) {
        FunctionPackage code = FunctionPackage.open(Fixtures.nativePackage(folder), folder.resolve("code"));
        List<String> command = code.command(64, folder);
        Path log = folder.resolve("logs/Tea.log");
        return new FunctionHost(
                new FunctionSpec("Tea", code.directory(), command, environment, limits, log),
                Clock.systemUTC(),
                deaths::add);
    }

    private static Limits limits(Duration timeout, int concurrency) {
        return new Limits(timeout, 64, concurrency);
    }

    private static JsonNode answer(Outcome outcome) throws Exception {
        return new JsonMapper().readTree(((Answered) outcome).payload());
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
