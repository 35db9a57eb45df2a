package dev.offpeak.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.errors.NotFoundException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImagesResponse;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import dev.offpeak.simulator.http.Json;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The synchronous OpenAI endpoints, seen through the vendor's client.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenAiSyncTest {
    private static final String CLASSIFY = "Classify the ticket as one of: billing, bug, feature request, other.\n"
            + "Summarise it too and answer as JSON with the keys label and summary.\n\nTicket: ";

    @SuppressWarnings("NullAway.Init") // set before every test
    private Clients clients;

    @BeforeAll
    void open() throws IOException {
        clients = new Clients();
    }

    @AfterAll
    void close() throws IOException {
        clients.close();
    }

    private static ChatCompletionCreateParams chat(String text) {
        return ChatCompletionCreateParams.builder()
                .model("gpt-5-nano")
                .addUserMessage(text)
                .build();
    }

    private String answer(String text) {
        ChatCompletion completion = clients.openAi.chat().completions().create(chat(text));
        return completion.choices().getFirst().message().content().orElseThrow();
    }

    @Test
    void a_classification_picks_the_label_whose_words_are_in_the_text() throws IOException {
        JsonNode invoice =
                Json.MAPPER.readTree(answer(CLASSIFY + "I was charged twice on my last invoice. Please refund."));
        JsonNode crash = Json.MAPPER.readTree(answer(CLASSIFY + "The app crashes with an error when I save."));
        assertThat(invoice.path("label").asText()).isEqualTo("billing");
        assertThat(invoice.path("summary").asText()).startsWith("I was charged twice on my last invoice.");
        assertThat(crash.path("label").asText()).isEqualTo("bug");
    }

    @Test
    void the_same_question_gets_the_same_answer() {
        assertThat(answer("What is up?")).isEqualTo(answer("What is up?")).isNotEqualTo(answer("What is down?"));
    }

    @Test
    void a_stream_says_the_same_as_the_whole_and_ends_with_the_usage_if_asked() {
        ChatCompletionCreateParams params = chat("Tell me something.").toBuilder()
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();
        List<ChatCompletionChunk> chunks;
        try (var stream = clients.openAi.chat().completions().createStreaming(params)) {
            chunks = stream.stream().toList();
        }
        String text = chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> choice.delta().content().stream())
                .collect(Collectors.joining());
        assertThat(text).isEqualTo(answer("Tell me something."));
        assertThat(chunks.getLast().choices()).isEmpty();
        assertThat(chunks.getLast().usage().orElseThrow().promptTokens()).isPositive();
    }

    @Test
    void responses_answer_whole_and_in_events() {
        ResponseCreateParams params = ResponseCreateParams.builder()
                .model("gpt-5-nano")
                .input("Summarise: The cat sat on the mat. Then it left.")
                .build();
        var response = clients.openAi.responses().create(params);
        assertThat(response.usage().orElseThrow().totalTokens()).isPositive();
        List<ResponseStreamEvent> events;
        try (var stream = clients.openAi.responses().createStreaming(params)) {
            events = stream.stream().toList();
        }
        assertThat(events.getLast().isCompleted()).isTrue();
        String text = events.stream()
                .flatMap(event -> event.outputTextDelta().stream())
                .map(delta -> delta.delta())
                .collect(Collectors.joining());
        var message = response.output().getFirst().asMessage();
        assertThat(message.content().getFirst().asOutputText().text()).isEqualTo(text);
    }

    @Test
    void similar_texts_have_similar_embeddings() {
        CreateEmbeddingResponse response = clients.openAi
                .embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model("text-embedding-3-small")
                        .inputOfArrayOfStrings(List.of(
                                "the invoice was charged twice", "the invoice was charged again", "a cat on a mat"))
                        .dimensions(256)
                        .build());
        List<List<Float>> vectors =
                response.data().stream().map(item -> floats(item)).toList();
        assertThat(vectors.getFirst()).hasSize(256);
        assertThat(dot(vectors.get(0), vectors.get(0))).isBetween(0.999, 1.001);
        assertThat(dot(vectors.get(0), vectors.get(1))).isGreaterThan(0.5);
        assertThat(dot(vectors.get(0), vectors.get(2))).isLessThan(0.3);
    }

    private static List<Float> floats(com.openai.models.embeddings.Embedding embedding) {
        return embedding.embedding();
    }

    private static double dot(List<Float> a, List<Float> b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += a.get(i) * b.get(i);
        }
        return sum;
    }

    @Test
    void a_schema_or_a_forced_tool_is_answered_in_its_shape() throws Exception {
        String schema = """
                {"type":"object","properties":{"label":{"type":"string","enum":["positive","negative"]},
                "score":{"type":"integer","minimum":1,"maximum":5},"tags":{"type":"array","items":{"type":"string"}}}}""";
        JsonNode structured = post("""
                {"model":"gpt-5-nano","messages":[{"role":"user","content":"Review: I love it, great!"}],
                 "response_format":{"type":"json_schema","json_schema":{"name":"r","schema":%s}}}""".formatted(schema));
        JsonNode content =
                Json.MAPPER.readTree(structured.at("/choices/0/message/content").asText());
        assertThat(content.path("label").asText()).isEqualTo("positive");
        assertThat(content.path("score").asInt()).isBetween(1, 5);
        JsonNode tool = post("""
                {"model":"gpt-5-nano","messages":[{"role":"user","content":"Review: terrible, awful"}],
                 "tools":[{"type":"function","function":{"name":"rate","parameters":%s}}],
                 "tool_choice":{"type":"function","function":{"name":"rate"}}}""".formatted(schema));
        assertThat(tool.at("/choices/0/message/tool_calls/0/function/arguments").asText())
                .contains("\"label\":\"negative\"");
    }

    private JsonNode post(String body) throws Exception {
        return Json.MAPPER.readTree(
                clients.post("/openai/v1/chat/completions", body).body());
    }

    @Test
    void a_long_prefix_seen_before_is_reported_as_cached() {
        String prefix = "All work and no play makes Jack a dull boy. ".repeat(200);
        clients.openAi.chat().completions().create(chat(prefix + "First question"));
        ChatCompletion second = clients.openAi.chat().completions().create(chat(prefix + "Second question"));
        long cached = second.usage()
                .orElseThrow()
                .promptTokensDetails()
                .orElseThrow()
                .cachedTokens()
                .orElseThrow();
        assertThat(cached)
                .isGreaterThanOrEqualTo(1_024)
                .satisfies(n -> assertThat(n % 128).isZero());
    }

    @Test
    void refusals_come_in_the_envelope_the_sdk_understands() throws Exception {
        assertThatThrownBy(() -> clients.openAi
                        .chat()
                        .completions()
                        .create(chat("hi").toBuilder().model("gpt-0").build()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("gpt-0");
        var anonymous = clients.send(
                java.net.http.HttpRequest.newBuilder(java.net.URI.create(clients.simulator.openAiUrl() + "/models")));
        assertThat(anonymous.statusCode()).isEqualTo(401);
        assertThat(anonymous.headers().firstValue("x-request-id")).isPresent();
    }

    @Test
    void the_request_limit_answers_429_until_the_minute_is_over() throws Exception {
        try (Clients limited = new Clients(SimulatorConfig.defaults().withRequestsPerMinute(2))) {
            String body = "{\"model\":\"gpt-5-nano\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
            String path = "/openai/v1/chat/completions";
            assertThat(limited.post(path, body).headers().firstValue("x-ratelimit-remaining-requests"))
                    .contains("1");
            assertThat(limited.post(path, body).statusCode()).isEqualTo(200);
            var refused = limited.post(path, body);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("retry-after")).isPresent();
            limited.simulator.advance(java.time.Duration.ofMinutes(1));
            assertThat(limited.post(path, body).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void an_image_is_a_png_and_tells_its_usage() {
        ImagesResponse images = clients.openAi
                .images()
                .generate(ImageGenerateParams.builder()
                        .model("gpt-image-2")
                        .prompt("A very small otter.")
                        .n(2)
                        .build());
        assertThat(images.data().orElseThrow()).hasSize(2);
        assertThat(Base64.getDecoder()
                        .decode(images.data().get().getFirst().b64Json().orElseThrow()))
                .startsWith(0x89, 'P', 'N', 'G');
        assertThat(images.usage().orElseThrow().outputTokens()).isPositive();
    }
}
