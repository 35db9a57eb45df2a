package dev.offpeak.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.models.batches.Batch;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.offpeak.simulator.faults.Effect;
import dev.offpeak.simulator.faults.FaultRule;
import dev.offpeak.simulator.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Injected trouble, the admin calls, and the bill.
final class FaultsTest {
    @SuppressWarnings("NullAway.Init") // set before every test
    private Clients clients;

    @SuppressWarnings("NullAway.Init")
    private OpenAiJobs jobs;

    @BeforeEach
    void open() throws IOException {
        clients = new Clients();
        jobs = new OpenAiJobs(clients.openAi);
    }

    @AfterEach
    void close() throws IOException {
        clients.close();
    }

    private void fault(Effect effect) {
        clients.simulator.addFault(FaultRule.on("openai.batches.create", effect).times(1));
    }

    private List<String> listed() {
        return clients.openAi.batches().list().data().stream().map(Batch::id).toList();
    }

    @Test
    void drop_after_creates_the_batch_and_loses_the_answer() {
        String file = jobs.upload(OpenAiJobs.lines(1)).id();
        fault(new Effect.DropAfter());
        assertThatThrownBy(() -> jobs.create(file)).isInstanceOf(OpenAIException.class);
        assertThat(clients.openAi.batches().list().data())
                .extracting(Batch::inputFileId)
                .containsExactly(file);
    }

    @Test
    void a_stream_that_breaks_off_shows_its_beginning_and_is_paid_for() {
        clients.simulator.addFault(FaultRule.on("openai.chat", new Effect.BreakStream(2)));
        var seen = new AtomicInteger();
        assertThatThrownBy(() -> {
                    try (var stream = clients.openAi.chat().completions().createStreaming(hello())) {
                        stream.stream().forEach(chunk -> seen.incrementAndGet());
                    }
                })
                .isInstanceOf(OpenAIException.class);
        assertThat(seen).hasValue(2);
        assertThat(clients.simulator.bill().at("/total/nano_dollars").asLong()).isPositive();
    }

    @Test
    void a_reader_who_leaves_a_slow_stream_is_noticed() throws InterruptedException {
        clients.simulator.addFault(FaultRule.on("openai.chat", new Effect.SlowStream(Duration.ofMillis(50))));
        try (var stream = clients.openAi.chat().completions().createStreaming(hello())) {
            assertThat(stream.stream().findFirst()).isPresent();
        }
        while (clients.simulator.state().path("abandoned_streams").asInt() == 0) {
            Thread.sleep(20);
        }
    }

    private static ChatCompletionCreateParams hello() {
        return ChatCompletionCreateParams.builder()
                .model("gpt-5-nano")
                .addUserMessage("Say hello to each of the seven people in this very long line.")
                .build();
    }

    @Test
    void drop_before_does_nothing() {
        String file = jobs.upload(OpenAiJobs.lines(1)).id();
        fault(new Effect.DropBefore());
        assertThatThrownBy(() -> jobs.create(file)).isInstanceOf(OpenAIException.class);
        assertThat(listed()).isEmpty();
    }

    @Test
    void land_late_answers_504_and_shows_the_batch_later() {
        String file = jobs.upload(OpenAiJobs.lines(1)).id();
        fault(new Effect.LandLate(Duration.ofMinutes(5)));
        assertThatThrownBy(() -> jobs.create(file)).hasMessageContaining("504");
        assertThat(listed()).isEmpty();
        clients.simulator.advance(Duration.ofMinutes(6));
        assertThat(listed()).hasSize(1);
    }

    @Test
    void not_found_for_hides_a_new_batch_from_get_for_a_while() {
        fault(new Effect.NotFoundFor(Duration.ofMinutes(1)));
        Batch batch = jobs.submit(OpenAiJobs.lines(1));
        assertThatThrownBy(() -> jobs.get(batch)).isInstanceOf(NotFoundException.class);
        clients.simulator.advance(Duration.ofMinutes(2));
        assertThat(jobs.get(batch).id()).isEqualTo(batch.id());
    }

    @Test
    void shares_of_rows_go_missing_fail_or_come_twice() throws IOException {
        assertThat(rowsAfter(new Effect.MissingRows(0.3))).isBetween(50, 90);
        assertThat(rowsAfter(new Effect.ErrorRows(0.3, 500))).isBetween(50, 90);
        assertThat(rowsAfter(new Effect.DuplicateRows(0.3))).isBetween(110, 150);
        assertThat(rowsAfter(new Effect.ExpireRows(0.3))).isBetween(50, 90);
    }

    private int rowsAfter(Effect effect) throws IOException {
        fault(effect);
        Batch batch = jobs.submit(OpenAiJobs.lines(100));
        clients.simulator.advance(Duration.ofHours(25));
        return jobs.rows(jobs.get(batch).outputFileId()).size();
    }

    @Test
    void a_stuck_batch_never_ends_but_can_be_cancelled() throws IOException {
        fault(new Effect.Stuck());
        Batch batch = jobs.submit(OpenAiJobs.lines(10));
        clients.simulator.advance(Duration.ofDays(3));
        assertThat(jobs.get(batch).status()).isEqualTo(Batch.Status.IN_PROGRESS);
        clients.openAi.batches().cancel(batch.id());
        clients.simulator.advance(Duration.ofMinutes(10));
        assertThat(jobs.rows(jobs.get(batch).outputFileId())).hasSize(4);
    }

    @Test
    void lying_counters_do_not_touch_the_rows() throws IOException {
        fault(new Effect.LyingCounters());
        Batch batch = jobs.submit(OpenAiJobs.lines(10));
        clients.simulator.advance(Duration.ofHours(2));
        Batch done = jobs.get(batch);
        assertThat(done.requestCounts().orElseThrow().completed()).isZero();
        assertThat(jobs.rows(done.outputFileId())).hasSize(10);
    }

    @Test
    void the_admin_adds_lists_and_removes_rules() throws Exception {
        var added = clients.post("/admin/faults", """
                {"rules":[{"on":"openai.models","nth":2,"effect":{"type":"status","code":503,"headers":{"retry-after":"7"}}}]}""");
        assertThat(added.statusCode()).isEqualTo(200);
        assertThat(clients.get("/openai/v1/models").statusCode()).isEqualTo(200);
        var second = clients.get("/openai/v1/models");
        assertThat(second.statusCode()).isEqualTo(503);
        assertThat(second.headers().firstValue("retry-after")).contains("7");
        assertThat(clients.get("/openai/v1/models").statusCode()).isEqualTo(200);
        assertThat(clients.post("/admin/faults", "{\"on\":\"x\",\"effect\":\"no_such\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(clients.delete("/admin/faults").body()).isEqualTo("{\"rules\":[]}");
    }

    @Test
    void the_admin_moves_the_clock_and_shows_the_state() throws Exception {
        Batch batch = jobs.submit(OpenAiJobs.lines(3));
        JsonNode clock = Json.MAPPER.readTree(clients.post("/admin/clock", "{\"speed\":60,\"advance\":\"PT2H\"}")
                .body());
        assertThat(clock.path("speed").asDouble()).isEqualTo(60);
        assertThat(clock.path("settled").asBoolean()).isTrue();
        JsonNode state = Json.MAPPER.readTree(clients.get("/admin/state").body());
        assertThat(state.at("/openai/batches/0/id").asText()).isEqualTo(batch.id());
        assertThat(state.at("/openai/batches/0/status").asText()).isEqualTo("completed");
    }

    @Test
    void the_bill_shows_the_same_work_paid_twice() throws Exception {
        String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"model\":\"gpt-5-nano\"}";
        clients.post("/openai/v1/chat/completions", body);
        jobs.submit(OpenAiJobs.line("row", "hi"));
        jobs.submit(OpenAiJobs.line("row", "hi"));
        jobs.submit(OpenAiJobs.line("row", "[[sim:error=invalid_request]]"));
        clients.simulator.advance(Duration.ofHours(2));

        List<JsonNode> units = Files.readAllLines(clients.simulator.billDetail()).stream()
                .map(FaultsTest::read)
                .toList();
        assertThat(units).hasSize(3);
        assertThat(units)
                .extracting(unit -> unit.path("body_sha256").asText())
                .containsOnly(units.getFirst().path("body_sha256").asText());
        assertThat(units.stream().map(unit -> unit.path("key").asText()).distinct())
                .hasSize(2);
        JsonNode lines = Json.MAPPER.readTree(clients.get("/admin/bill").body()).path("lines");
        long sync = lines.get(0).path("nano_dollars").asLong();
        assertThat(lines.get(0).path("mode").asText()).isEqualTo("sync");
        assertThat(lines.get(1).path("nano_dollars").asLong()).isEqualTo(sync);
        assertThat(clients.get("/admin/bill?detail=true").body().lines()).hasSize(3);
    }

    private static JsonNode read(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
