package dev.offpeak.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offpeak.core.id.JobId;
import dev.offpeak.core.provider.Background;
import dev.offpeak.core.provider.Background.Asking;
import dev.offpeak.core.provider.Background.Reason;
import dev.offpeak.core.provider.Background.Stage;
import dev.offpeak.core.provider.Background.Standing;
import dev.offpeak.core.provider.Background.Wish;
import dev.offpeak.core.provider.Body;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiBackgroundTest {
    private static final String SUFFIX = "0369t8vvabcdefghjkmnpqrstvwxyz0123456";
    private static final JobId JOB = new JobId("job_" + SUFFIX);
    private static final String ONE = "/v1/responses/resp_" + SUFFIX;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Background form = new OpenAiDialect().background().orElseThrow();

    private Optional<Wish> wish(String method, String path) {
        return form.wish(method, path, Map.of());
    }

    @Test
    void the_routes_of_our_responses_are_known() {
        assertThat(wish("POST", "/v1/responses")).contains(new Wish.Create());
        assertThat(wish("GET", ONE)).contains(new Wish.Read(JOB));
        assertThat(wish("POST", ONE + "/cancel")).contains(new Wish.Cancel(JOB));
        assertThat(wish("DELETE", ONE)).contains(new Wish.Delete(JOB));
        assertThat(form.name(JOB)).isEqualTo("resp_" + SUFFIX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/responses/resp_67ccd3a9da748190baa7f1570fe91ac604becb25c45c1d41",
                "/v1/responses/input_tokens",
                "/v1/responses/compact",
                "/v1/chat/completions",
                "/v1/responses/"
            })
    void responses_that_openai_made_and_other_routes_are_none_of_ours(String path) {
        for (var method : new String[] {"GET", "POST", "DELETE"}) {
            assertThat(wish(method, path)).isEmpty();
            assertThat(wish(method, path + "/cancel")).isEmpty();
        }
        assertThat(wish("GET", "/v1/responses")).isEmpty();
    }

    @Test
    void what_no_background_job_can_do_is_refused() {
        assertThat(form.wish("GET", ONE, Map.of("stream", "true")))
                .containsInstanceOf(Wish.Unserved.class)
                .hasValueSatisfying(
                        wish -> assertThat(((Wish.Unserved) wish).why()).contains("streamed"));
        assertThat(form.wish("GET", ONE, Map.of("stream", "false"))).contains(new Wish.Read(JOB));
        assertThat(((Wish.Unserved) wish("GET", ONE + "/input_items").orElseThrow()).status())
                .isEqualTo(400);
        assertThat(((Wish.Unserved) wish("PUT", ONE).orElseThrow()).status()).isEqualTo(405);
        assertThat(((Wish.Unserved) wish("GET", ONE + "/cancel").orElseThrow()).status())
                .isEqualTo(405);
    }

    @Test
    void a_request_that_asks_leaves_without_the_word_and_is_otherwise_unchanged() {
        var asking = form.asking(
                Body.of(
                        " {\"model\" : \"m\",\r\n\"background\" : true , \"input\":\"é\\u00e9 background\",\"n\":1e400,\"x\":1,\"x\":2}\n"));
        assertThat(asking)
                .isEqualTo(new Asking.Yes(Body.of(
                        " {\"model\" : \"m\",\r\n\"input\":\"é\\u00e9 background\",\"n\":1e400,\"x\":1,\"x\":2}\n")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"m\",\"input\":\"background\"}",
                "{\"background\":false}",
                "{\"background\":null}",
                "{\"background\":\"true\"}",
                "{\"background\":true,\"background\":false}",
                "{\"input\":{\"background\":true}}",
                "{\"background\":true",
                "[]",
                ""
            })
    void everything_else_does_not_ask(String body) {
        assertThat(form.asking(Body.of(body))).isEqualTo(new Asking.No());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "\"stream\":true|stream",
                "\"store\":false|store",
                "\"previous_response_id\":\"resp_" + SUFFIX + "\"|previous_response_id"
            })
    void what_cannot_be_kept_in_the_background_is_refused_by_name(String more, String field) {
        var asking = form.asking(Body.of("{\"background\":true," + more + "}"));
        assertThat(asking)
                .isInstanceOfSatisfying(
                        Asking.Refused.class,
                        refused -> assertThat(refused.field()).isEqualTo(field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"stream\":false", "\"store\":true", "\"store\":null", "\"previous_response_id\":\"resp_67cc\""
            })
    void what_can_be_is_not(String more) {
        assertThat(form.asking(Body.of("{\"background\":true," + more + "}")))
                .isEqualTo(new Asking.Yes(Body.of("{" + more + "}")));
    }

    @Test
    void an_answer_changes_its_name_and_that_it_was_a_background_response() {
        var answer =
                "{ \"id\" : \"resp_67\", \"object\":\"response\",\"background\": false,\"output\":[{\"id\":\"msg_1\"}],"
                        + "\"text\":\"é\\u00e9😀\" }";
        assertThat(form.show(JOB, Body.of(answer)).text())
                .isEqualTo(answer.replace("resp_67", "resp_" + SUFFIX).replace("false", "true"));
        assertThat(form.show(JOB, Body.of("not json"))).isEqualTo(Body.of("not json"));
    }

    @Test
    void what_was_asked_is_repeated_as_it_was_written() throws IOException {
        var asked =
                "{\"model\":\"m\",\"instructions\":\"é \\\"short\\\"\",\"metadata\":{\"k\": \"v\"},\"temperature\":0.10,"
                        + "\"tools\":[{\"type\":\"x\"}],\"tool_choice\":\"none\",\"top_p\":null,\"parallel_tool_calls\":false}";
        var shown = form.show(standing(Stage.QUEUED, Optional.empty(), Optional.of(Body.of(asked))));
        assertThat(shown.text()).contains("\"temperature\":0.10", "\"metadata\":{\"k\": \"v\"}");
        var json = JSON.readTree(shown.text());
        assertThat(json.path("status").asText()).isEqualTo("queued");
        assertThat(json.path("instructions").asText()).isEqualTo("é \"short\"");
        assertThat(json.path("tool_choice").asText()).isEqualTo("none");
        assertThat(json.path("parallel_tool_calls").asBoolean(true)).isFalse();
        assertThat(json.path("top_p").asDouble()).isEqualTo(1);
        assertThat(json.path("created_at").asLong()).isEqualTo(1_763_900_000L);
        assertThat(json.path("model").asText()).isEqualTo("m");
        assertThat(json.path("background").asBoolean()).isTrue();
    }

    /// The fields the API reference calls required, with the types it gives them.
    @ParameterizedTest
    @EnumSource(Stage.class)
    void every_unfinished_response_has_what_the_reference_requires(Stage stage) throws IOException {
        var reason = Optional.of(new Reason("deadline", "too \"late\"")).filter(why -> stage == Stage.FAILED);
        for (var asked : new String[] {"{\"model\":\"m\"}", ""}) {
            var body = Optional.of(Body.of(asked)).filter(some -> some.length() > 0);
            var json = JSON.readTree(form.show(standing(stage, reason, body)).text());
            assertThat(json.fieldNames())
                    .toIterable()
                    .contains(
                            "id",
                            "object",
                            "created_at",
                            "error",
                            "incomplete_details",
                            "instructions",
                            "model",
                            "tools",
                            "output",
                            "parallel_tool_calls",
                            "metadata",
                            "tool_choice",
                            "temperature",
                            "top_p")
                    .doesNotHaveDuplicates();
            assertThat(json.path("tools").isArray() && json.path("output").isEmpty())
                    .isTrue();
            assertThat(json.path("parallel_tool_calls").isBoolean()).isTrue();
            assertThat(json.path("status").asText())
                    .isEqualTo(
                            switch (stage) {
                                case QUEUED -> "queued";
                                case RUNNING -> "in_progress";
                                case CANCELED -> "cancelled";
                                case FAILED -> "failed";
                            });
            assertThat(error(json)).isEqualTo(stage == Stage.FAILED ? "deadline: too \"late\"" : "null");
        }
    }

    private static String error(JsonNode json) {
        var error = json.path("error");
        return error.isNull()
                ? "null"
                : error.path("code").asText() + ": " + error.path("message").asText();
    }

    private static Standing standing(Stage stage, Optional<Reason> reason, Optional<Body> asked) {
        return new Standing(JOB, Instant.ofEpochSecond(1_763_900_000L), Optional.of("m"), stage, reason, asked);
    }
}
