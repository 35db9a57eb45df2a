package dev.offpeak.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.batches.BatchCreateParams;
import com.anthropic.models.messages.batches.BatchCreateParams.Request;
import com.anthropic.models.messages.batches.MessageBatch;
import com.anthropic.models.messages.batches.MessageBatchIndividualResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.offpeak.simulator.http.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages and message batches, seen through the vendor's client.
final class AnthropicTest {
    private static final String MODEL = "claude-haiku-4-5";

    @SuppressWarnings("NullAway.Init") // set before every test
    private Clients clients;

    @BeforeEach
    void open() throws IOException {
        clients = new Clients();
    }

    @AfterEach
    void close() throws IOException {
        clients.close();
    }

    private static MessageCreateParams message(String text) {
        return MessageCreateParams.builder()
                .model(MODEL)
                .maxTokens(200)
                .addUserMessage(text)
                .build();
    }

    private static Request row(String customId, String text) {
        return Request.builder()
                .customId(customId)
                .params(Request.Params.builder()
                        .model(MODEL)
                        .maxTokens(200)
                        .addUserMessage(text)
                        .build())
                .build();
    }

    private MessageBatch submit(Stream<Request> rows) {
        return clients.anthropic
                .messages()
                .batches()
                .create(BatchCreateParams.builder().requests(rows.toList()).build());
    }

    private MessageBatch get(MessageBatch batch) {
        return clients.anthropic.messages().batches().retrieve(batch.id());
    }

    private Map<String, String> results(MessageBatch batch) {
        Map<String, String> results = new TreeMap<>();
        try (var stream = clients.anthropic.messages().batches().resultsStreaming(batch.id())) {
            stream.stream().forEach(row -> results.put(row.customId(), kind(row)));
        }
        return results;
    }

    private static String kind(MessageBatchIndividualResponse row) {
        var result = row.result();
        return result.isSucceeded()
                ? "succeeded"
                : result.isErrored() ? "errored" : result.isCanceled() ? "canceled" : "expired";
    }

    @Test
    void a_message_is_answered_whole_and_in_events() {
        Message message = clients.anthropic.messages().create(message("Summarise: The cat sat on the mat. It left."));
        String whole = message.content().getFirst().asText().text();
        List<RawMessageStreamEvent> events;
        try (var stream =
                clients.anthropic.messages().createStreaming(message("Summarise: The cat sat on the mat. It left."))) {
            events = stream.stream().toList();
        }
        String told = events.stream()
                .flatMap(event -> event.contentBlockDelta().stream())
                .flatMap(event -> event.delta().text().stream())
                .map(delta -> delta.text())
                .collect(Collectors.joining());
        assertThat(told).isEqualTo(whole).startsWith("The cat sat");
        assertThat(events.getLast().isMessageStop()).isTrue();
    }

    @Test
    void tokens_are_counted_without_being_billed() {
        var count = clients.anthropic
                .messages()
                .countTokens(MessageCountTokensParams.builder()
                        .model(MODEL)
                        .addUserMessage("x".repeat(400))
                        .build());
        assertThat(count.inputTokens()).isEqualTo(100);
        assertThat(clients.simulator.bill().at("/total/requests").asInt()).isZero();
    }

    @Test
    void a_batch_ends_with_a_result_for_every_row_and_is_billed_at_half() {
        MessageBatch batch = submit(IntStream.range(0, 50).mapToObj(i -> row("r-" + i, "Question " + i)));
        assertThat(batch.requestCounts().processing()).isEqualTo(50);
        assertThatThrownBy(() -> results(batch)).isInstanceOf(NotFoundException.class);
        clients.simulator.advance(Duration.ofHours(2));
        MessageBatch ended = get(batch);
        assertThat(ended.processingStatus()).isEqualTo(MessageBatch.ProcessingStatus.ENDED);
        assertThat(ended.requestCounts().succeeded()).isEqualTo(50);
        assertThat(ended.resultsUrl()).isPresent();
        assertThat(results(batch)).hasSize(50).containsValue("succeeded");
        JsonNode line = clients.simulator.bill().path("lines").get(0);
        assertThat(line.path("mode").asText()).isEqualTo("batch");
        long full = line.path("input_tokens").asLong() * 1_000
                + line.path("output_tokens").asLong() * 5_000;
        assertThat(line.path("nano_dollars").asLong()).isEqualTo(full / 2);
    }

    @Test
    void bad_parameters_fail_their_row_only() {
        Request bad = row("bad", "hi").toBuilder()
                .params(row("x", "hi").params().toBuilder()
                        .maxTokens(10_000_000)
                        .build())
                .build();
        MessageBatch batch = submit(Stream.of(row("good", "hi"), bad, row("told", "[[sim:error=server_error]]")));
        clients.simulator.advance(Duration.ofHours(2));
        assertThat(results(batch)).isEqualTo(Map.of("good", "succeeded", "bad", "errored", "told", "errored"));
        assertThat(get(batch).requestCounts().errored()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"requests\":[]}",
                "{\"requests\":[{\"params\":{}}]}",
                "{\"requests\":[{\"custom_id\":\"has space\",\"params\":{}}]}",
                "{\"requests\":[{\"custom_id\":\"a\",\"params\":{}},{\"custom_id\":\"a\",\"params\":{}}]}",
                "{\"requests\":[{\"custom_id\":\"a\",\"params\":{},\"extra\":1}]}",
                "{\"requests\":[{\"custom_id\":"
            })
    void a_bad_envelope_is_refused_at_create(String body) throws Exception {
        var response = clients.post("/anthropic/v1/messages/batches", body);
        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode error = Json.MAPPER.readTree(response.body());
        assertThat(error.path("type").asText()).isEqualTo("error");
        assertThat(error.at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("request_id").asText())
                .isEqualTo(response.headers().firstValue("request-id").orElseThrow());
    }

    @Test
    void cancelling_ends_the_batch_with_partial_results() {
        MessageBatch batch = submit(IntStream.range(0, 100).mapToObj(i -> row("r-" + i, "Question " + i)));
        clients.simulator.advance(Duration.ofSeconds(60));
        MessageBatch canceling = clients.anthropic.messages().batches().cancel(batch.id());
        assertThat(canceling.processingStatus()).isEqualTo(MessageBatch.ProcessingStatus.CANCELING);
        clients.simulator.advance(Duration.ofMinutes(10));
        var counts = get(batch).requestCounts();
        assertThat(counts.succeeded()).isPositive();
        assertThat(counts.canceled()).isPositive();
        assertThat(counts.succeeded() + counts.canceled()).isEqualTo(100);
        assertThat(results(batch)).containsValues("succeeded", "canceled").hasSize(100);
    }

    @Test
    void rows_out_of_time_expire() {
        MessageBatch batch = submit(Stream.of(row("a", "hi"), row("b", "[[sim:expire]]")));
        clients.simulator.advance(Duration.ofHours(25));
        assertThat(results(batch)).isEqualTo(Map.of("a", "succeeded", "b", "expired"));
    }

    @Test
    void an_ended_batch_can_be_deleted_and_a_running_one_cannot() {
        MessageBatch batch = submit(Stream.of(row("a", "hi")));
        var batches = clients.anthropic.messages().batches();
        assertThatThrownBy(() -> batches.delete(batch.id())).isInstanceOf(BadRequestException.class);
        clients.simulator.advance(Duration.ofHours(2));
        assertThat(batches.delete(batch.id()).id()).isEqualTo(batch.id());
        assertThatThrownBy(() -> batches.retrieve(batch.id())).isInstanceOf(NotFoundException.class);
    }

    @Test
    void batches_are_listed_newest_first() {
        List<String> ids = IntStream.range(0, 3)
                .mapToObj(i -> submit(Stream.of(row("a", "hi"))).id())
                .toList();
        assertThat(clients.anthropic.messages().batches().list().autoPager())
                .extracting(MessageBatch::id)
                .containsExactlyElementsOf(ids.reversed());
    }

    @Test
    void the_queue_limit_refuses_the_create() throws IOException {
        try (Clients limited = new Clients(SimulatorConfig.defaults().withQueuedRequests(3))) {
            var batches = limited.anthropic.messages().batches();
            var two = BatchCreateParams.builder()
                    .requests(List.of(row("a", "hi"), row("b", "hi")))
                    .build();
            batches.create(two);
            assertThatThrownBy(() -> batches.create(two)).hasMessageContaining("429");
            limited.simulator.advance(Duration.ofHours(2));
            assertThat(batches.create(two).id()).isNotEmpty();
        }
    }

    @Test
    void the_second_api_version_refuses_sampling_parameters() throws Exception {
        String body =
                "{\"model\":\"%s\",\"max_tokens\":9,\"temperature\":0.5,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"
                        .formatted(MODEL);
        assertThat(clients.post("/anthropic/v1/messages", body).statusCode()).isEqualTo(200);
        var newer = clients.request("/anthropic/v1/messages")
                .setHeader("anthropic-version", "2026-10-21")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body));
        assertThat(clients.send(newer).statusCode()).isEqualTo(400);
    }

    @Test
    void a_marked_prefix_is_written_to_the_cache_once_and_read_afterwards() throws Exception {
        String body = """
                {"model":"%s","max_tokens":9,"system":[{"type":"text","text":"%s","cache_control":{"type":"ephemeral"}}],
                 "messages":[{"role":"user","content":"x"}]}""".formatted(MODEL, "Be brief. ".repeat(600));
        JsonNode first = Json.MAPPER.readTree(
                clients.post("/anthropic/v1/messages", body).body());
        JsonNode second = Json.MAPPER.readTree(
                clients.post("/anthropic/v1/messages", body).body());
        assertThat(first.at("/usage/cache_creation_input_tokens").asInt()).isEqualTo(1_500);
        assertThat(second.at("/usage/cache_creation_input_tokens").asInt()).isZero();
        assertThat(second.at("/usage/cache_read_input_tokens").asInt()).isEqualTo(1_500);
    }
}
