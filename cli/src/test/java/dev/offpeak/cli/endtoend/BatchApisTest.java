package dev.offpeak.cli.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.anthropic.errors.BadRequestException;
import com.anthropic.models.messages.batches.BatchCreateParams.Request;
import com.anthropic.models.messages.batches.MessageBatch;
import com.anthropic.models.messages.batches.MessageBatchIndividualResponse;
import com.anthropic.models.messages.batches.MessageBatchResult;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.core.MultipartField;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Code that was written for the providers' batch APIs, with another base URL: the official SDKs against the packaged
/// functions.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BatchApisTest {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final ObjectMapper JSON = new ObjectMapper();

    private World world;

    @BeforeAll
    void start(@TempDir Path home) throws IOException {
        assumeTrue(
                World.isPackaged() || Boolean.getBoolean("endtoend.required"),
                "the functions are not packaged; ./offpeak test packages them first");
        world = new World(World.project(), home);
    }

    @AfterAll
    void stop() throws IOException {
        if (world != null) {
            world.close();
        }
    }

    @Test
    void a_message_batch_runs_and_streams_its_results() throws InterruptedException {
        var made = submit(
                message("good", "Summarise: The cat sat on the mat."),
                message("told", "[[sim:error=invalid_request]]"),
                message("large", "hi").toBuilder()
                        .params(message("x", "hi").params().toBuilder()
                                .maxTokens(10_000_000)
                                .build())
                        .build());
        assertThat(made.processingStatus()).isEqualTo(MessageBatch.ProcessingStatus.IN_PROGRESS);
        assertThat(made.requestCounts().processing()).isEqualTo(3);

        var batches = world.anthropic.messages().batches();
        var ended = until(
                () -> batches.retrieve(made.id()),
                batch -> batch.processingStatus().equals(MessageBatch.ProcessingStatus.ENDED));
        assertThat(ended.validate().requestCounts().succeeded()).isEqualTo(1);
        assertThat(ended.requestCounts().errored()).isEqualTo(2);
        var results = results(made);
        assertThat(results).containsOnlyKeys("good", "told", "large");
        var answer = result(results, "good").asSucceeded().message();
        assertThat(answer.content().getFirst().asText().text()).startsWith("The cat sat");
        assertThat(answer.usage().serviceTier().orElseThrow().toString()).isEqualTo("batch");
        assertThat(result(results, "told").asErrored().error().error().isInvalidRequestError())
                .isTrue();

        // where it says they are, for SDKs that follow it
        var url = ended.resultsUrl().orElseThrow();
        assertThat(url).startsWith(world.stack.gatewayUrl().toString());
        var raw = world.get(url.substring(world.stack.gatewayUrl().toString().length()));
        assertThat(raw.headers().firstValue("content-type")).contains("application/x-jsonl");
        assertThat(raw.body().lines()).hasSize(3);

        var job = World.json(world.get("/v1/batches")).at("/data/0");
        assertThat(job.path("provider").asText()).isEqualTo("anthropic");
        assertThat(batches.delete(made.id()).id()).isEqualTo(made.id());
        assertThatThrownBy(() -> batches.retrieve(made.id()))
                .isInstanceOf(com.anthropic.errors.NotFoundException.class);
    }

    @Test
    void message_batches_are_listed_canceled_and_refused() throws InterruptedException {
        var batches = world.anthropic.messages().batches();
        var first = submit(message("a", "one"));
        var second = submit(message("a", "two"));
        assertThatThrownBy(() -> batches.delete(second.id())).isInstanceOf(BadRequestException.class);
        assertThatThrownBy(() -> results(second)).isInstanceOf(com.anthropic.errors.NotFoundException.class);
        var canceled = batches.cancel(second.id());
        assertThat(canceled.cancelInitiatedAt()).isPresent();
        var ended = until(
                () -> batches.retrieve(second.id()),
                batch -> batch.processingStatus().equals(MessageBatch.ProcessingStatus.ENDED));
        assertThat(ended.requestCounts().canceled() + ended.requestCounts().succeeded())
                .isEqualTo(1);
        assertThat(results(second)).containsOnlyKeys("a");
        assertThat(batches.list().autoPager())
                .extracting(MessageBatch::id)
                .containsSubsequence(second.id(), first.id());
        var paged = batches.list(com.anthropic.models.messages.batches.BatchListParams.builder()
                .limit(1)
                .build());
        assertThat(paged.autoPager()).extracting(MessageBatch::id).contains(second.id(), first.id());
        assertThatThrownBy(() -> submit(message("same", "x"), message("same", "y")))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("requests.1.custom_id");
    }

    @Test
    void a_file_becomes_a_batch_and_its_results_are_files() throws Exception {
        var file = upload(line("good", "gpt-5-nano", "Summarise: The cat sat on the mat.") + "\n"
                + line("bad \"1\"", "gpt-5-nano", "[[sim:error=invalid_request]]") + "\n"
                + "{\"custom_id\":\"none\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":"
                + "{\"model\":\"gpt-5-nano\"}}");
        assertThat(file.validate().purpose()).isEqualTo(FileObject.Purpose.BATCH);
        try (var content = world.openAi.files().content(file.id())) {
            assertThat(content.body().readAllBytes()).hasSize((int) file.bytes());
        }
        var made = order(file.id());
        assertThat(made.validate().status()).isEqualTo(Batch.Status.VALIDATING);

        var ended = until(
                () -> world.openAi.batches().retrieve(made.id()),
                batch -> batch.status().equals(Batch.Status.COMPLETED));
        assertThat(ended.validate().requestCounts().orElseThrow().completed()).isEqualTo(1);
        assertThat(ended.requestCounts().orElseThrow().failed()).isEqualTo(2);
        assertThat(ended.model()).contains("gpt-5-nano");
        assertThat(ended.metadata().orElseThrow()._additionalProperties())
                .containsEntry("run", com.openai.core.JsonValue.from("7"));
        var output = rows(ended.outputFileId());
        assertThat(output).hasSize(1);
        assertThat(output.getFirst().path("custom_id").asText()).isEqualTo("good");
        assertThat(output.getFirst().at("/response/status_code").asInt()).isEqualTo(200);
        assertThat(output.getFirst().at("/response/body/object").asText()).isEqualTo("chat.completion");
        var usage = ended.usage().orElseThrow();
        assertThat(usage.totalTokens())
                .isEqualTo(output.getFirst()
                        .at("/response/body/usage/total_tokens")
                        .asLong());
        assertThat(usage.inputTokens() + usage.outputTokens()).isEqualTo(usage.totalTokens());
        var errors = rows(ended.errorFileId());
        assertThat(errors).extracting(row -> row.path("custom_id").asText()).containsExactly("bad \"1\"", "none");
        assertThat(errors)
                .extracting(row -> row.at("/response/status_code").asInt())
                .containsOnly(400);
        assertThat(errors.getFirst().at("/response/body/error/type").asText()).isEqualTo("invalid_request_error");

        assertThat(world.openAi.files().list().autoPager())
                .extracting(FileObject::id)
                .contains(
                        file.id(),
                        ended.outputFileId().orElseThrow(),
                        ended.errorFileId().orElseThrow());
        assertThat(world.openAi.files().delete(file.id()).deleted()).isTrue();
        assertThatThrownBy(() -> world.openAi.files().retrieve(file.id()))
                .isInstanceOf(com.openai.errors.NotFoundException.class);
    }

    @Test
    void batches_of_files_are_listed_cancelled_and_failed() throws Exception {
        var batches = world.openAi.batches();
        var made = order(upload(line("a", "gpt-5-nano", "x")).id());
        assertThat(batches.cancel(made.id()).status()).isEqualTo(Batch.Status.CANCELLING);
        var ended =
                until(() -> batches.retrieve(made.id()), batch -> batch.status().equals(Batch.Status.CANCELLED));
        var rows = new ArrayList<>(rows(ended.outputFileId()));
        rows.addAll(rows(ended.errorFileId()));
        assertThat(rows)
                .singleElement()
                .satisfies(row -> assertThat(row.path("custom_id").asText()).isEqualTo("a"));

        var mixed = order(upload(line("a", "gpt-5-nano", "x") + "\n" + line("b", "gpt-5-mini", "y"))
                .id());
        var failed = until(
                () -> batches.retrieve(mixed.id()), batch -> batch.status().equals(Batch.Status.FAILED));
        var error = failed.errors().orElseThrow().data().orElseThrow().getFirst();
        assertThat(error.code()).contains("mismatched_model");
        assertThat(error.line()).contains(2L);
        assertThat(batches.list().autoPager()).extracting(Batch::id).containsSubsequence(mixed.id(), made.id());
        assertThatThrownBy(() -> upload("{}", "in.txt"))
                .isInstanceOf(com.openai.errors.BadRequestException.class)
                .hasMessageContaining(".jsonl");
    }

    private static Request message(String customId, String text) {
        return Request.builder()
                .customId(customId)
                .params(Request.Params.builder()
                        .model("claude-haiku-4-5")
                        .maxTokens(64)
                        .addUserMessage(text)
                        .build())
                .build();
    }

    private MessageBatch submit(Request... requests) {
        return world.anthropic
                .messages()
                .batches()
                .create(com.anthropic.models.messages.batches.BatchCreateParams.builder()
                        .requests(List.of(requests))
                        .build());
    }

    private Map<String, MessageBatchIndividualResponse> results(MessageBatch batch) {
        try (var rows = world.anthropic.messages().batches().resultsStreaming(batch.id())) {
            return rows.stream()
                    .collect(Collectors.toMap(MessageBatchIndividualResponse::customId, row -> row.validate()));
        }
    }

    private static MessageBatchResult result(Map<String, MessageBatchIndividualResponse> results, String customId) {
        return Objects.requireNonNull(results.get(customId), customId).result();
    }

    private static String line(String customId, String model, String text) {
        var line = JSON.createObjectNode()
                .put("custom_id", customId)
                .put("method", "POST")
                .put("url", "/v1/chat/completions");
        line.putObject("body")
                .put("model", model)
                .putArray("messages")
                .addObject()
                .put("role", "user")
                .put("content", text);
        return line.toString();
    }

    private FileObject upload(String text) {
        return upload(text, "in.jsonl");
    }

    private FileObject upload(String text, String name) {
        return world.openAi
                .files()
                .create(FileCreateParams.builder()
                        .file(MultipartField.<InputStream>builder()
                                .value(new ByteArrayInputStream(text.getBytes(UTF_8)))
                                .filename(name)
                                .build())
                        .purpose(FilePurpose.BATCH)
                        .build());
    }

    private Batch order(String file) {
        return world.openAi
                .batches()
                .create(BatchCreateParams.builder()
                        .inputFileId(file)
                        .endpoint(BatchCreateParams.Endpoint.V1_CHAT_COMPLETIONS)
                        .completionWindow(BatchCreateParams.CompletionWindow._24H)
                        .metadata(BatchCreateParams.Metadata.builder()
                                .putAdditionalProperty("run", com.openai.core.JsonValue.from("7"))
                                .build())
                        .build());
    }

    private List<JsonNode> rows(Optional<String> file) throws IOException {
        if (file.isEmpty()) {
            return List.of();
        }
        try (var content = world.openAi.files().content(file.get())) {
            var text = new String(content.body().readAllBytes(), UTF_8);
            var rows = new ArrayList<JsonNode>();
            for (var row : text.lines().toList()) {
                rows.add(JSON.readTree(row));
            }
            return rows;
        }
    }

    private static <T> T until(Supplier<T> look, Predicate<T> done) throws InterruptedException {
        var deadline = Instant.now().plus(PATIENCE);
        while (true) {
            var seen = look.get();
            if (done.test(seen)) {
                return seen;
            }
            assertThat(Instant.now()).as("still %s", seen).isBefore(deadline);
            Thread.sleep(500);
        }
    }
}
