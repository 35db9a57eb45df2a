package dev.offpeak.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.errors.AnthropicException;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.moderations.ModerationCreateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseRetrieveParams;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import dev.offpeak.simulator.faults.Effect;
import dev.offpeak.simulator.faults.FaultRule;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/// The product as its users meet it: the packaged functions, official SDKs, the queue, both providers.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(OnStack.class)
@Order(1) // the ledger and the bill are compared before others make calls that they leave in doubt
class EndToEndTest {
    private static final String NDJSON = "application/x-ndjson";
    private static final String JSON = "application/json";

    /// Between two tokens of a slow stream.
    private static final Duration EACH = Duration.ofMillis(200);

    private World world;

    @BeforeAll
    void meet(World shared) {
        world = shared;
    }

    @Test
    @Order(1)
    void the_official_sdks_get_synchronous_answers() {
        var chat = world.openAi
                .chat()
                .completions()
                .create(ChatCompletionCreateParams.builder()
                        .model("gpt-5.4-mini")
                        .addUserMessage(World.CANARY + ": say hello.")
                        .build());
        assertThat(chat.choices().getFirst().message().content()).isPresent();
        var vectors = world.openAi
                .embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model("text-embedding-3-small")
                        .input("one text")
                        .dimensions(8)
                        .build());
        assertThat(vectors.data().getFirst().embedding()).hasSize(8);
        var response = world.openAi
                .responses()
                .create(ResponseCreateParams.builder()
                        .model("gpt-5.4-mini")
                        .input(World.CANARY + ": say hello.")
                        .build());
        assertThat(response.output()).isNotEmpty();
        var message = world.anthropic
                .messages()
                .create(MessageCreateParams.builder()
                        .model("claude-haiku-4-5")
                        .maxTokens(64)
                        .addUserMessage(World.CANARY + ": say hello.")
                        .build());
        assertThat(message.content()).isNotEmpty();
    }

    @Test
    @Order(1)
    void tokens_come_one_by_one_through_the_official_sdks() {
        world.simulator.addFault(FaultRule.on("*", new Effect.SlowStream(EACH)));
        try (var stream = world.openAi.chat().completions().createStreaming(chat())) {
            // nothing was asked about usage, so nothing of it is seen
            assertThat(spread(stream.stream()
                            .peek(chunk -> assertThat(chunk.usage()).isEmpty())))
                    .isGreaterThan(EACH.multipliedBy(2));
        }
        try (var stream = world.openAi.responses().createStreaming(response())) {
            assertThat(spread(stream.stream())).isGreaterThan(EACH.multipliedBy(2));
        }
        try (var stream = world.anthropic.messages().createStreaming(message())) {
            assertThat(spread(stream.stream())).isGreaterThan(EACH.multipliedBy(2));
        }
        world.simulator.clearFaults();
    }

    /// How long after the first the last came.
    private static Duration spread(Stream<?> events) {
        var times = new ArrayList<Instant>();
        events.forEach(event -> times.add(Instant.now()));
        assertThat(times).hasSizeGreaterThan(5);
        return Duration.between(times.getFirst(), times.getLast());
    }

    @Test
    @Order(1)
    void what_is_asked_for_and_passes_through_is_whole() {
        assertThat(world.openAi.models().list().data()).isNotEmpty();
        assertThat(world.openAi.models().retrieve("gpt-5.4-mini").id()).isEqualTo("gpt-5.4-mini");
        assertThat(world.anthropic.models().retrieve("claude-haiku-4-5").id()).isEqualTo("claude-haiku-4-5");
        assertThat(world.openAi
                        .moderations()
                        .create(ModerationCreateParams.builder().input("fine").build())
                        .results())
                .hasSize(1);
        assertThat(world.openAi
                        .images()
                        .generate(ImageGenerateParams.builder()
                                .model("gpt-image-2")
                                .prompt(World.CANARY + ": an otter.")
                                .build())
                        .data())
                .isPresent();
        assertThat(world.anthropic
                        .messages()
                        .countTokens(MessageCountTokensParams.builder()
                                .model("claude-haiku-4-5")
                                .addUserMessage(World.CANARY + ": say hello.")
                                .build())
                        .inputTokens())
                .isPositive();
        assertThatThrownBy(() -> world.openAi
                        .chat()
                        .completions()
                        .create(chat().toBuilder().model("no-such-model").build()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("no-such-model");
    }

    @Test
    @Order(2)
    void jobs_from_both_doors_end_at_half_price_and_bad_lines_fail_alone() throws InterruptedException {
        var accepted = World.json(world.post("/v1/jobs", NDJSON, lines()));
        assertThat(accepted.get("accepted").asInt()).isEqualTo(6);
        assertThat(accepted.get("rejected").asInt()).isEqualTo(1);
        var queue = world.stack.queueUrl("JobsQueue");
        world.stack.cloud().sqs().sendMessage(send -> send.queueUrl(queue).messageBody(message("dropped", "from SQS")));
        world.stack.cloud().sqs().sendMessage(send -> send.queueUrl(queue).messageBody(message("dropped", "from SQS")));

        var ended = new ArrayList<JsonNode>();
        for (var line : accepted.get("jobs")) {
            if (line.has("id")) {
                ended.add(world.ended("/v1/jobs/" + line.get("id").asText()));
            }
        }
        ended.add(world.ended("/v1/jobs?reference=dropped"));

        assertThat(ended).extracting(job -> job.get("lane").asText()).containsOnly("BATCH");
        assertThat(ended)
                .extracting(job -> job.get("state").asText())
                .containsExactly("SUCCEEDED", "SUCCEEDED", "FAILED", "SUCCEEDED", "SUCCEEDED", "FAILED", "SUCCEEDED");
        assertThat(ended.stream().filter(job -> job.has("cost")))
                .allSatisfy(job -> assertThat(dollars(job, "paid_usd") * 2).isEqualTo(dollars(job, "standard_usd")));
        assertThat(ended.get(2).at("/error/message").asText()).isNotEmpty();
        assertThat(ended.getFirst().at("/result/content/0/text").asText()).isNotEmpty();
        assertThat(world.get(ended.get(3).get("result_url").asText()).body()).contains("\"embedding\"");
    }

    @Test
    @Order(3)
    void a_batch_that_is_refused_as_a_whole_loses_only_the_line_it_blames() throws InterruptedException {
        // the simulator, like OpenAI, validates a batch as a whole and names the first line it dislikes
        var good = submit(openAi("fine-1", "{\"model\":\"no-such-model\",\"input\":\"a\"}"));
        var job = world.ended("/v1/jobs/" + good);
        assertThat(job.get("state").asText()).isEqualTo("FAILED");
        assertThat(job.at("/error/code").asText()).isEqualTo("model_not_found");
    }

    @Test
    @Order(4)
    void a_background_call_by_header_keeps_its_key_and_can_be_withdrawn() throws InterruptedException {
        var body = "{\"model\":\"text-embedding-3-large\",\"input\":\"x\"}";
        var first = world.post("/openai/v1/embeddings", JSON, body, "Offpeak-Deadline", "12h", "Idempotency-Key", "k1");
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(first.headers().firstValue("location")).isPresent();
        var again = world.post("/openai/v1/embeddings", JSON, body, "Offpeak-Deadline", "12h", "Idempotency-Key", "k1");
        assertThat(World.json(again).get("id")).isEqualTo(World.json(first).get("id"));
        var other = world.post(
                "/openai/v1/embeddings",
                JSON,
                body.replace("x", "y"),
                "Offpeak-Deadline",
                "12h",
                "Idempotency-Key",
                "k1");
        assertThat(other.statusCode()).isGreaterThanOrEqualTo(400);
        var deleted = world.delete("/v1/jobs/" + World.json(first).get("id").asText());
        assertThat(deleted.statusCode()).isIn(200, 409);
    }

    @Test
    @Order(5)
    void short_deadlines_run_on_the_express_lane() throws InterruptedException {
        var id = submit(message("hurried", "quick").replace("\"12h\"", "\"20m\""));
        var job = world.ended("/v1/jobs/" + id);
        assertThat(job.get("lane").asText()).isEqualTo("SYNC");
        assertThat(job.get("state").asText()).isEqualTo("SUCCEEDED");
    }

    @Test
    @Order(5)
    void stock_background_responses_run_in_a_batch() throws InterruptedException {
        var created = world.openAi.responses().create(background("Say hello.")).validate();
        assertThat(created.status()).contains(ResponseStatus.QUEUED);
        assertThat(created.background()).contains(true);

        var ended = polled(created.id()).validate();
        assertThat(ended.status()).contains(ResponseStatus.COMPLETED);
        assertThat(ended.id()).isEqualTo(created.id());
        assertThat(ended.background()).contains(true);
        assertThat(ended.output()).isNotEmpty();
        var job = World.json(world.get("/v1/jobs/" + created.id().replace("resp_", "job_")));
        assertThat(job.get("lane").asText()).isEqualTo("BATCH");
        assertThatThrownBy(() -> world.openAi.responses().cancel(created.id()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("has ended already");
    }

    @Test
    @Order(5)
    void a_background_response_that_streams_can_be_followed_and_taken_up_again() {
        var events = new ArrayList<ResponseStreamEvent>();
        try (var stream = world.openAi.responses().createStreaming(background("Say hello."))) {
            stream.stream().forEach(events::add);
        }
        assertThat(events.getFirst().isCreated()).isTrue();
        assertThat(events.get(1).isQueued()).isTrue();
        var completed = events.getLast().asCompleted().response().validate();
        assertThat(completed.status()).contains(ResponseStatus.COMPLETED);
        var id = events.getFirst().asCreated().response().id();
        assertThat(completed.id()).isEqualTo(id);

        var behind = ResponseRetrieveParams.builder().startingAfter(1).build();
        try (var stream = world.openAi.responses().retrieveStreaming(id, behind)) {
            assertThat(stream.stream()).isEqualTo(events.subList(2, events.size()));
        }
        var retrieved = world.openAi.responses().retrieve(id).validate();
        assertThat(retrieved.output()).isEqualTo(completed.output());
        world.openAi.responses().delete(id);
        assertThatThrownBy(() -> world.openAi.responses().retrieve(id)).isInstanceOf(NotFoundException.class);
    }

    @Test
    @Order(5)
    void a_background_response_repeats_what_was_asked_until_it_has_ended() {
        var created = world.openAi
                .responses()
                .create(background("Say hello.").toBuilder()
                        .instructions("Be brief.")
                        .build())
                .validate();
        var found = world.openAi.responses().retrieve(created.id()).validate();
        assertThat(found.model()).isEqualTo(created.model());
        assertThat(found.instructions()).isEqualTo(created.instructions()).isPresent();
        world.openAi.responses().cancel(created.id());
    }

    @Test
    @Order(5)
    void a_background_response_that_the_provider_refuses_is_failed_and_its_words_are_kept()
            throws InterruptedException {
        var created = world.openAi.responses().create(background("[[sim:error=invalid_request]]"));
        var ended = polled(created.id());
        assertThat(ended.status()).contains(ResponseStatus.FAILED);
        assertThat(ended.error().orElseThrow().message()).isNotEmpty();
        var result = world.get("/v1/jobs/" + created.id().replace("resp_", "job_") + "/result");
        assertThat(result.statusCode()).isEqualTo(400);
        assertThat(World.json(result).at("/error/message").asText())
                .isEqualTo(ended.error().orElseThrow().message());
    }

    @Test
    @Order(5)
    void a_background_response_is_cancelled_or_deleted_by_the_sdk() {
        var created = world.openAi.responses().create(background("Never mind."));
        var cancelled = world.openAi.responses().cancel(created.id()).validate();
        assertThat(cancelled.status()).contains(ResponseStatus.CANCELLED);
        assertThat(world.openAi.responses().retrieve(created.id()).status()).contains(ResponseStatus.CANCELLED);

        var deleted = world.openAi.responses().create(background("Nor this."));
        world.openAi.responses().delete(deleted.id());
        assertThatThrownBy(() -> world.openAi.responses().retrieve(deleted.id()))
                .isInstanceOf(NotFoundException.class);
    }

    private static ResponseCreateParams background(String input) {
        return ResponseCreateParams.builder()
                .model("gpt-5.4-mini")
                .input(input)
                .background(true)
                .build();
    }

    /// As the background guide polls, in less time.
    private Response polled(String id) throws InterruptedException {
        var deadline = Instant.now().plus(Duration.ofMinutes(4));
        while (true) {
            var response = world.openAi.responses().retrieve(id);
            var status = response.status().orElseThrow();
            if (!status.equals(ResponseStatus.QUEUED) && !status.equals(ResponseStatus.IN_PROGRESS)) {
                return response;
            }
            assertThat(Instant.now()).as("%s is still %s", id, status).isBefore(deadline);
            Thread.sleep(500);
        }
    }

    @Test
    @Order(6)
    void the_ledger_and_the_providers_bill_say_the_same() throws InterruptedException {
        var ledger = World.json(world.get("/v1/ledger")).get("total");
        var bill = world.simulator.bill().get("total");
        assertThat(ledger.get("paid_usd").asText())
                .isEqualTo(java.math.BigDecimal.valueOf(bill.get("nano_dollars").asLong(), 9)
                        .toPlainString());
        var batches = World.json(world.get("/v1/batches")).get("data");
        assertThat(StreamSupport.stream(batches.spliterator(), false)
                        .map(batch -> batch.get("provider").asText()))
                .contains("openai", "anthropic");
    }

    @Test
    @Order(7)
    void a_stream_that_breaks_is_broken_for_the_caller_too_and_counted_as_not_priced() throws InterruptedException {
        long before = unpriced();
        world.simulator.addFault(FaultRule.on("anthropic.messages", new Effect.BreakStream(4)));
        var seen = new ArrayList<RawMessageStreamEvent>();
        assertThatThrownBy(() -> {
                    try (var stream = world.anthropic.messages().createStreaming(message())) {
                        stream.stream().forEach(seen::add);
                    }
                })
                .isInstanceOf(AnthropicException.class);
        world.simulator.clearFaults();
        // of the four one is a ping, which the SDK keeps to itself
        assertThat(seen).hasSize(3);
        World.eventually(() -> assertThat(unpriced()).isEqualTo(before + 1));
    }

    @Test
    @Order(7)
    void a_caller_who_leaves_ends_the_call_at_the_provider() throws InterruptedException {
        world.simulator.addFault(FaultRule.on("openai.responses", new Effect.SlowStream(EACH)));
        try (var stream = world.openAi.responses().createStreaming(response())) {
            assertThat(stream.stream().findFirst()).isPresent();
        }
        World.eventually(() -> assertThat(
                        world.simulator.state().get("abandoned_streams").asInt())
                .isEqualTo(1));
        world.simulator.clearFaults();
    }

    @Test
    @Order(8)
    void no_log_holds_a_key_a_prompt_or_an_answer() throws IOException {
        try (var logs = Files.list(world.logs())) {
            var files = logs.toList();
            assertThat(files)
                    .extracting(file -> file.getFileName().toString())
                    .contains("Gateway.log", "Intake.log", "Bundler.log", "Poller.log", "Runner.log");
            for (var file : files) {
                assertThat(Files.readString(file)).as("%s", file).isNotEmpty().doesNotContain(World.CANARY);
            }
        }
        // the tests before this one broke a stream, which is logged: what is searched is not just silence
        assertThat(Files.readString(world.logs().resolve("Gateway.log"))).contains("broke off");
    }

    private long unpriced() throws InterruptedException {
        return World.json(world.get("/v1/ledger")).at("/total/unpriced").asLong();
    }

    private static ChatCompletionCreateParams chat() {
        return ChatCompletionCreateParams.builder()
                .model("gpt-5.4-mini")
                .addUserMessage(World.CANARY + ": say hello to all seven of them, one after the other.")
                .build();
    }

    private static ResponseCreateParams response() {
        return ResponseCreateParams.builder()
                .model("gpt-5.4-mini")
                .input(World.CANARY + ": say hello to all seven of them, one after the other.")
                .build();
    }

    private static MessageCreateParams message() {
        return MessageCreateParams.builder()
                .model("claude-haiku-4-5")
                .maxTokens(64)
                .addUserMessage(World.CANARY + ": say hello to all seven of them, one after the other.")
                .build();
    }

    private String submit(String job) throws InterruptedException {
        var response = world.post("/v1/jobs", JSON, job);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        return World.json(response).get("id").asText();
    }

    private static String lines() {
        return String.join(
                "\n",
                List.of(
                        message("m1", "Hello there."),
                        message("m2", "Another one."),
                        message("m3", "[[sim:error=invalid_request]]"),
                        "{\"provider\":\"openai\",\"endpoint\":\"/v1/embeddings\",\"body\":{}}",
                        openAi("e1", "{\"model\":\"text-embedding-3-small\",\"input\":\"a\"}"),
                        openAi("e2", "{\"model\":\"text-embedding-3-small\",\"input\":\"b\"}"),
                        openAi(
                                "e3",
                                "{\"model\":\"text-embedding-3-small\",\"input\":\"[[sim:error=invalid_request]]\"}")));
    }

    private static String openAi(String name, String body) {
        return "{\"id\":\"%s\",\"provider\":\"openai\",\"endpoint\":\"/v1/embeddings\",\"deadline\":\"12h\",\"body\":%s}"
                .formatted(name, body);
    }

    private static String message(String name, String text) {
        return """
                {"id":"%s","provider":"anthropic","endpoint":"/v1/messages","deadline":"12h",\
                "body":{"model":"claude-haiku-4-5","max_tokens":64,"messages":[{"role":"user","content":"%s %s"}]}}""".formatted(name, World.CANARY, text);
    }

    private static double dollars(JsonNode job, String field) {
        return Double.parseDouble(job.get("cost").get(field).asText());
    }
}
