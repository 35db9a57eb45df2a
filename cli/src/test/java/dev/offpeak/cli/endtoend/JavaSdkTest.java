package dev.offpeak.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolChoiceTool;
import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.core.RequestOptions;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionToolChoiceOption;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.ResponseCreateParams;
import dev.offpeak.simulator.faults.Effect;
import dev.offpeak.simulator.faults.FaultRule;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// The official SDKs for Java, unpatched: what they make of tools, schemas, headers and errors that come through.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OnStack.class)
@Order(4)
class JavaSdkTest {
    private World world;

    @BeforeAll
    void meet(World shared) {
        world = shared;
    }

    @AfterEach
    void behave() {
        world.simulator.clearFaults();
    }

    @JsonClassDescription("Where the weather is asked for.")
    public static final class Place {
        public String city = "";
    }

    private static ChatCompletionCreateParams.Builder hello() {
        return ChatCompletionCreateParams.builder().model("gpt-5.4-mini").addUserMessage("Say hello.");
    }

    private static MessageCreateParams.Builder message(String text) {
        return MessageCreateParams.builder()
                .model("claude-haiku-4-5")
                .maxTokens(64)
                .addUserMessage(text);
    }

    private Object chat(ChatCompletionCreateParams ask) {
        return world.openAi.chat().completions().create(ask);
    }

    private void once(String operation, Effect effect) {
        world.simulator.addFault(new FaultRule(operation, 1, 1, 1, effect));
    }

    private static Effect tooMany() {
        return new Effect.Status(
                429,
                Optional.of(new ObjectMapper()
                        .valueToTree(Map.of("error", Map.of("message", "Slow down.", "code", "rate_limit_exceeded")))),
                Map.of("retry-after", "1"));
    }

    @Test
    void a_tool_is_called_with_arguments_of_its_class() {
        var chat = world.openAi
                .chat()
                .completions()
                .create(hello().addTool(Place.class)
                        .toolChoice(ChatCompletionToolChoiceOption.Auto.REQUIRED)
                        .build());
        var call = chat.choices().getFirst().message().toolCalls().orElseThrow().getFirst();
        assertThat(call.asFunction().function().arguments(Place.class).city).isNotEmpty();
    }

    @Test
    void structured_output_becomes_an_object() {
        var chat = world.openAi
                .chat()
                .completions()
                .create(hello().responseFormat(Place.class).build());
        assertThat(chat.choices().getFirst().message().content().orElseThrow().city)
                .isNotEmpty();
    }

    @Test
    void the_raw_response_has_the_providers_headers_and_the_lane() {
        try (var raw = world.openAi.chat().completions().withRawResponse().create(hello().build())) {
            assertThat(raw.requestId()).isPresent();
            assertThat(raw.headers().values("x-ratelimit-remaining-requests")).hasSize(1);
            assertThat(raw.headers().values("offpeak-lane")).containsExactly("SYNC");
            assertThat(raw.parse().choices()).isNotEmpty();
        }
    }

    @Test
    void a_key_that_offpeak_does_not_know_is_unauthorized() {
        var stranger = world.openAi.withOptions(options -> options.apiKey("wrong"));
        assertThatThrownBy(() -> stranger.chat().completions().create(hello().build()))
                .isInstanceOf(UnauthorizedException.class)
                .hasMessageContaining("Offpeak");
    }

    @Test
    void what_the_provider_refuses_is_said_in_its_words() {
        assertThatThrownBy(() -> chat(
                        hello().addUserMessage("[[sim:error=invalid_request]]").build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("Invalid request");
        assertThatThrownBy(() -> chat(hello().model("no-such-model").build()))
                .isInstanceOfSatisfying(
                        NotFoundException.class, e -> assertThat(e.code()).contains("model_not_found"));
    }

    @Test
    void too_many_requests_are_tried_again_when_retry_after_says() {
        once("openai.chat", tooMany());
        assertThatThrownBy(() -> chat(hello().build())).isInstanceOf(RateLimitException.class);
        once("openai.chat", tooMany());
        var before = Instant.now();
        assertThat(world.openAi
                        .withOptions(options -> options.maxRetries(1))
                        .chat()
                        .completions()
                        .create(hello().build())
                        .choices())
                .isNotEmpty();
        assertThat(Duration.between(before, Instant.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void a_call_in_doubt_is_not_tried_again() {
        once("openai.chat", new Effect.DropAfter());
        var eager = world.openAi.withOptions(options -> options.maxRetries(2));
        assertThatThrownBy(() -> eager.chat().completions().create(hello().build()))
                .isInstanceOfSatisfying(
                        InternalServerException.class,
                        e -> assertThat(e.statusCode()).isEqualTo(504));
    }

    // a call that was given up may reach the provider later: these two leave alone what other tests have faults for

    @Test
    void a_call_that_takes_too_long_ends_at_the_callers_timeout() {
        once("openai.responses", new Effect.Delay(Duration.ofMillis(1500)));
        var hurry = RequestOptions.builder().timeout(Duration.ofMillis(300)).build();
        var ask = ResponseCreateParams.builder()
                .model("gpt-5.4-mini")
                .input("Say hello.")
                .build();
        assertThatThrownBy(() -> world.openAi.responses().create(ask, hurry)).isInstanceOf(OpenAIIoException.class);
    }

    @Test
    void a_call_can_be_canceled() {
        once("openai.embeddings", new Effect.Delay(Duration.ofMillis(1500)));
        var ask = EmbeddingCreateParams.builder()
                .model("text-embedding-3-small")
                .input("x")
                .build();
        var call = world.openAi.async().embeddings().create(ask);
        assertThat(call.cancel(true)).isTrue();
        assertThat(call).isCancelled();
    }

    @Test
    void anthropics_tools_and_errors_come_through() {
        var tool = Tool.builder()
                .name("weather")
                .inputSchema(Tool.InputSchema.builder()
                        .properties(Tool.InputSchema.Properties.builder()
                                .putAdditionalProperty(
                                        "city", com.anthropic.core.JsonValue.from(Map.of("type", "string")))
                                .build())
                        .addRequired("city")
                        .build())
                .build();
        var used = world.anthropic
                .messages()
                .create(message("Say hello.")
                        .addTool(tool)
                        .toolChoice(ToolChoiceTool.builder().name("weather").build())
                        .build());
        assertThat(used.content().getFirst().asToolUse().name()).isEqualTo("weather");
        assertThatThrownBy(() -> world.anthropic
                        .messages()
                        .create(message("[[sim:error=invalid_request]]").build()))
                .isInstanceOf(com.anthropic.errors.BadRequestException.class);
        once("anthropic.messages", tooMany());
        assertThatThrownBy(() ->
                        world.anthropic.messages().create(message("Say hello.").build()))
                .isInstanceOf(com.anthropic.errors.RateLimitException.class);
    }
}
