package dev.offpeak.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.id.JobId;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.Inspection;
import dev.offpeak.core.provider.Request;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicDialectTest {
    private static final String SOUND = "'model':'m','max_tokens':10,'messages':[{}]";
    private final AnthropicDialect dialect = new AnthropicDialect();

    @Test
    void a_sound_message_is_batchable_with_any_other_model() {
        assertThat(inspect("/v1/messages", "{" + SOUND + ",'stream':false}"))
                .isEqualTo(new Inspection.Batchable("m", 0));
        assertThat(dialect.batchAffinity(request("/v1/messages", "{}", Map.of()), new Inspection.Batchable("m", 0)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'stream':true",
                "'speed':'fast'",
                "'speed':null",
                "'store':false",
                "'previous_thread_event_id':'e'",
                "'cache_hint':{}",
                "'context_hint':{}",
                "'max_tokens':0",
                "'research_preview_2026_02':1",
                "'billing_policy':{'bill_to':'user_profile'}"
            })
    void what_a_batch_does_not_take_is_called_directly_and_says_why(String member) {
        var name = member.substring(1, member.indexOf('\'', 1));
        assertThat(inspect("/v1/messages", "{" + SOUND + "," + member + "}"))
                .isInstanceOfSatisfying(
                        Inspection.DirectOnly.class,
                        direct -> assertThat(direct.why()).contains(name));
    }

    @Test
    void tokens_are_counted_directly() {
        assertThat(inspect("/v1/messages/count_tokens", "{'model':'m','messages':[{}]}"))
                .isInstanceOf(Inspection.DirectOnly.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/complete|{}|endpoint",
                "/v1/messages|{'max_tokens':1,'messages':[{}]}|body.model",
                "/v1/messages|{'model':{},'max_tokens':1,'messages':[{}]}|body.model",
                "/v1/messages|{'model':'m','messages':[{}]}|body.max_tokens",
                "/v1/messages|{'model':'m','max_tokens':'1','messages':[{}]}|body.max_tokens",
                "/v1/messages|{'model':'m','max_tokens':-1,'messages':[{}]}|body.max_tokens",
                "/v1/messages|{'model':'m','max_tokens':1.5,'messages':[{}]}|body.max_tokens",
                "/v1/messages|{'model':'m','max_tokens':1}|body.messages",
                "/v1/messages|{'model':'m','max_tokens':1,'messages':[]}|body.messages",
                "/v1/messages|{'model':'m'|body",
                "/v1/messages|[1]|body"
            })
    void what_cannot_run_is_refused_by_field(String path, String body, String field) {
        assertThat(inspect(path, body))
                .isInstanceOfSatisfying(
                        Inspection.Invalid.class,
                        invalid -> assertThat(invalid.field()).isEqualTo(field));
    }

    @Test
    void a_header_that_no_request_can_hold_is_refused() {
        var request = request("/v1/messages", "{" + SOUND + "}", Map.of("anthropic-beta", "a\r\nx-api-key: b"));
        assertThat(dialect.inspect(request)).isInstanceOf(Inspection.Invalid.class);
    }

    @Test
    void a_line_holds_the_body_byte_for_byte_with_line_breaks_as_spaces() {
        var id = new CustomId(new JobId("job_" + "0".repeat(37)), 2);
        var line = dialect.line(id, request("/v1/messages", "{\n 'model': 'ü\\n'\r\n}", Map.of()));
        assertThat(new String(line, UTF_8))
                .isEqualTo("{\"custom_id\":\"" + id + "\",\"params\":{  \"model\": \"ü\\n\"  }}\n");
    }

    @Test
    void our_own_errors_read_like_the_providers() {
        var failure = dialect.readFailure(429, Headers.NONE, dialect.errorEnvelope(429, "budget", "say \"when\""));
        assertThat(failure.code()).isEqualTo("rate_limit_error");
        assertThat(failure.message()).isEqualTo("say \"when\"");
    }

    private Inspection inspect(String path, String body) {
        return dialect.inspect(request(path, body, Map.of()));
    }

    private static Request request(String path, String body, Map<String, String> headers) {
        return new Request(new Endpoint(path), new Headers(headers), Body.of(body.replace('\'', '"')));
    }

    @ParameterizedTest
    @CsvSource({"authentication_error,401", "permission_error,403"})
    void a_403_about_the_key_means_what_a_401_does(String type, int meant) {
        var answer = Body.of("{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"m\"}}".formatted(type));
        assertThat(dialect.readFailure(403, Headers.NONE, answer).status()).isEqualTo(meant);
    }
}
