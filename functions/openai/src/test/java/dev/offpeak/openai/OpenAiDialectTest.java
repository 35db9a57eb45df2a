package dev.offpeak.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.id.JobId;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.Inspection;
import dev.offpeak.core.provider.Request;
import dev.offpeak.wire.json.JsonObject;
import dev.offpeak.wire.json.MalformedJson;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiDialectTest {
    private static final CustomId ID = new CustomId(new JobId("job_" + "0".repeat(37)), 1);
    private final OpenAiDialect dialect = new OpenAiDialect();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/chat/completions|{'messages':[],'model':'gpt-6-luna','stream':false}",
                "/v1/responses|{'input':'x','model':'gpt-6-luna'}",
                "/v1/completions|{'prompt':'x','model':'gpt-6-luna'}",
                "/v1/moderations|{'input':'x','model':'gpt-6-luna'}",
                "/v1/chat/completions|{'model':'other','messages':[],'model':'gpt-6-luna','stream':null}"
            })
    void what_a_batch_takes_is_batchable_under_its_model(String path, String body) {
        assertThat(inspect(path, body)).isEqualTo(new Inspection.Batchable("gpt-6-luna", 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/chat/completions|{'model':'m','messages':[],'stream':true}|stream: true is not taken by a batch",
                "/v1/moderations|{'input':'x'}|the body names none",
                "/v1/images/generations|{'prompt':'x'}|images",
                "/v1/responses/input_tokens|{'input':'x'}|counting"
            })
    void the_rest_is_called_directly_and_says_why(String path, String body, String why) {
        assertThat(inspect(path, body))
                .isInstanceOfSatisfying(
                        Inspection.DirectOnly.class,
                        direct -> assertThat(direct.why()).contains(why));
    }

    @Test
    void a_beta_that_a_line_cannot_carry_is_called_directly() {
        var body = Body.of("{\"model\":\"m\",\"input\":\"x\"}");
        var beta = new Headers(Map.of("openai-beta", "responses_multi_agent=v1"));
        assertThat(dialect.inspect(new Request(new Endpoint("/v1/responses"), beta, body)))
                .isEqualTo(new Inspection.DirectOnly("m", "a line of a batch takes no openai-beta header"));
        var unsound = new Headers(Map.of("openai-beta", "a\nb"));
        assertThat(dialect.inspect(new Request(new Endpoint("/v1/responses"), unsound, body)))
                .isEqualTo(new Inspection.Invalid("headers.openai-beta", "is not plain ASCII text"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/audio/speech|{'model':'m'}|endpoint",
                "/v1/chat/completions|{'messages':[]}|body.model",
                "/v1/chat/completions|{'model':7,'messages':[]}|body.model",
                "/v1/chat/completions|{'model':'a b','messages':[]}|body.model",
                "/v1/chat/completions|{'model':'','messages':[]}|body.model",
                "/v1/chat/completions|{'model':'m'}|body.messages",
                "/v1/chat/completions|{'model':'m','messages':[|body",
                "/v1/chat/completions|[]|body",
                "/v1/embeddings|{'model':'m','input':[]}|body.input",
                "/v1/embeddings|{'model':'m','input':['a',1]}|body.input",
                "/v1/embeddings|{'model':'m','input':{}}|body.input"
            })
    void what_cannot_run_is_refused_by_field(String path, String body, String field) {
        assertThat(inspect(path, body))
                .isInstanceOfSatisfying(
                        Inspection.Invalid.class,
                        invalid -> assertThat(invalid.field()).isEqualTo(field));
    }

    @Test
    void an_unknown_endpoint_is_told_which_are_known() {
        assertThat(inspect("/v1/files", "{}"))
                .isInstanceOfSatisfying(
                        Inspection.Invalid.class,
                        invalid -> assertThat(invalid.why())
                                .contains("/v1/files", "/v1/chat/completions", "/v1/embeddings"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"'a'|1", "['a','b','c']|3", "[1,2,3]|1", "[[1,2],[3]]|2"})
    void embedding_inputs_are_counted_as_texts(String input, int count) {
        assertThat(inspect("/v1/embeddings", "{'model':'m','input':" + input + "}"))
                .isEqualTo(new Inspection.Batchable("m", count));
    }

    @Test
    void one_embeddings_call_takes_2048_texts_and_no_more() {
        var most = "'x',".repeat(2047) + "'x'";
        assertThat(inspect("/v1/embeddings", "{'model':'m','input':[" + most + "]}"))
                .isEqualTo(new Inspection.Batchable("m", 2048));
        assertThat(inspect("/v1/embeddings", "{'model':'m','input':[" + most + ",'x']}"))
                .isInstanceOf(Inspection.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "\u0000", "\ufeff{}", "{\"model\":\"m\u0000\"}", "{\"a\":1", "\"", "{]"})
    void junk_is_invalid_and_never_thrown(String body) {
        assertThat(dialect.inspect(request("/v1/chat/completions", body))).isInstanceOf(Inspection.Invalid.class);
    }

    @Test
    void depth_and_length_do_not_break_the_reader() {
        var deep = "{'model':'m','messages':" + "[".repeat(100_000);
        assertThat(inspect("/v1/chat/completions", deep)).isInstanceOf(Inspection.Invalid.class);
        var number = "{'model':'m','messages':[],'seed':" + "9".repeat(100_000) + "}";
        assertThat(inspect("/v1/chat/completions", number)).isInstanceOf(Inspection.Batchable.class);
    }

    @Test
    void a_line_holds_the_body_byte_for_byte_with_line_breaks_as_spaces() {
        var body = " {\n\t\"model\" : \"ü😀\\n\\u00e9\",\r\n\"seed\":1.0E400 }\n";
        assertThat(new String(dialect.line(ID, request("/v1/responses", body)), UTF_8))
                .isEqualTo("{\"custom_id\":\"" + ID + "\",\"method\":\"POST\",\"url\":\"/v1/responses\",\"body\":"
                        + body.replace('\n', ' ').replace('\r', ' ') + "}\n");
    }

    @Test
    void every_line_is_one_json_object_ended_by_its_only_line_end() throws MalformedJson {
        for (long seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var text = new StringBuilder("{\"model\":\"m\",");
            for (int i = random.nextInt(5); i > 0; i--) {
                text.append("\n".repeat(random.nextInt(3)))
                        .append("\"k")
                        .append(i)
                        .append("\":\r\n[\"\\n ü\"],");
            }
            var body = text.append("\"messages\":[\n]}").toString();
            var line = dialect.line(ID, request("/v1/chat/completions", body));
            assertThat(new String(line, ISO_8859_1).indexOf('\n'))
                    .as("seed %d", seed)
                    .isEqualTo(line.length - 1);
            var row = JsonObject.parse(line, 0, line.length);
            assertThat(row.text("custom_id")).contains(ID.toString());
            assertThat(row.get("body").orElseThrow().length()).isEqualTo(body.getBytes(UTF_8).length);
        }
    }

    @Test
    void a_batch_holds_one_model() {
        var request = request("/v1/responses", "{\"model\":\"m\"}");
        assertThat(dialect.batchAffinity(request, new Inspection.Batchable("m", 0)))
                .isEqualTo("m");
    }

    @Test
    void our_own_errors_read_like_the_providers() {
        var envelope = dialect.errorEnvelope(429, "budget", "say \"when\"\n");
        var failure = dialect.readFailure(429, Headers.NONE, envelope);
        assertThat(failure.code()).isEqualTo("budget");
        assertThat(failure.message()).isEqualTo("say \"when\"\n");
    }

    @Test
    void a_failure_that_is_no_json_still_has_its_status() {
        assertThat(dialect.readFailure(502, Headers.NONE, Body.of("<html>")).code())
                .isEqualTo("status_502");
    }

    private Inspection inspect(String path, String body) {
        return dialect.inspect(request(path, body.replace('\'', '"')));
    }

    private static Request request(String path, String body) {
        return new Request(new Endpoint(path), Headers.NONE, Body.of(body));
    }

    @ParameterizedTest
    @CsvSource({"authentication_error,401", "permission_error,403"})
    void a_403_about_the_key_means_what_a_401_does(String type, int meant) {
        var answer = Body.of("{\"error\":{\"type\":\"%s\",\"message\":\"m\"}}".formatted(type));
        assertThat(dialect.readFailure(403, Headers.NONE, answer).status()).isEqualTo(meant);
    }
}
