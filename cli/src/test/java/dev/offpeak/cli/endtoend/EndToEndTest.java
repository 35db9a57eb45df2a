package dev.offpeak.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.models.messages.MessageCreateParams;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.ResponseCreateParams;
import java.util.ArrayList;
import java.util.List;
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
                        .addUserMessage("Say hello.")
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
                        .input("Say hello.")
                        .build());
        assertThat(response.output()).isNotEmpty();
        var message = world.anthropic
                .messages()
                .create(MessageCreateParams.builder()
                        .model("claude-haiku-4-5")
                        .maxTokens(64)
                        .addUserMessage("Say hello.")
                        .build());
        assertThat(message.content()).isNotEmpty();
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
                "body":{"model":"claude-haiku-4-5","max_tokens":64,"messages":[{"role":"user","content":"%s"}]}}""".formatted(name, text);
    }

    private static double dollars(JsonNode job, String field) {
        return Double.parseDouble(job.get("cost").get(field).asText());
    }
}
