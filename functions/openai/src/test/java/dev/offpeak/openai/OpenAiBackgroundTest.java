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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
            strings = {"/v1/responses/input_tokens", "/v1/responses/compact", "/v1/chat/completions", "/v1/responses/"})
    void other_routes_are_none_of_ours(String path) {
        for (var method : new String[] {"GET", "POST", "DELETE"}) {
            assertThat(wish(method, path)).isEmpty();
            assertThat(wish(method, path + "/cancel")).isEmpty();
        }
        assertThat(wish("GET", "/v1/responses")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"resp_67ccd3a9da748190baa7f1570fe91ac604becb25c45c1d41", "resp_", "resp_A-b"})
    void responses_that_openai_made_are_not_served(String name) {
        for (var method : new String[] {"GET", "POST", "DELETE"}) {
            for (var part : new String[] {"", "/cancel", "/input_items"}) {
                var wish = wish(method, "/v1/responses/" + name + part).orElseThrow();
                assertThat(((Wish.Unserved) wish).status()).isEqualTo(404);
            }
        }
    }

    @Test
    void a_stream_is_asked_for_from_its_start_or_behind_an_event() {
        assertThat(form.wish("GET", ONE, Map.of("stream", "true"))).contains(new Wish.Follow(JOB, Optional.empty()));
        assertThat(form.wish("GET", ONE, Map.of("stream", "true", "starting_after", "42")))
                .contains(new Wish.Follow(JOB, Optional.of(42L)));
        assertThat(form.wish("GET", ONE, Map.of("stream", "false", "starting_after", "42")))
                .contains(new Wish.Read(JOB));
        for (var wrong : List.of("", "-1", "1.5", "x", "1".repeat(19))) {
            var wish = form.wish("GET", ONE, Map.of("stream", "true", "starting_after", wrong));
            assertThat(((Wish.Unserved) wish.orElseThrow()).why()).contains("starting_after");
        }
    }

    @Test
    void what_no_background_job_can_do_is_refused() {
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
                .isEqualTo(new Asking.Yes(
                        Body.of(
                                " {\"model\" : \"m\",\r\n\"input\":\"é\\u00e9 background\",\"n\":1e400,\"x\":1,\"x\":2}\n"),
                        false));
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
            value = {"\"store\":false|store", "\"previous_response_id\":\"resp_" + SUFFIX + "\"|previous_response_id"})
    void what_cannot_be_kept_in_the_background_is_refused_by_name(String more, String field) {
        var asking = form.asking(Body.of("{\"background\":true," + more + "}"));
        assertThat(asking)
                .isInstanceOfSatisfying(
                        Asking.Refused.class,
                        refused -> assertThat(refused.field()).isEqualTo(field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"stream\":true",
                "\"stream\":false",
                "\"store\":true",
                "\"store\":null",
                "\"previous_response_id\":\"resp_67cc\""
            })
    void what_can_be_is_not(String more) {
        assertThat(form.asking(Body.of("{\"background\":true," + more + "}")))
                .isEqualTo(new Asking.Yes(Body.of("{" + more + "}"), more.equals("\"stream\":true")));
    }

    @Test
    void an_answer_changes_its_name_and_that_it_was_a_background_response() {
        var answer =
                "{ \"id\" : \"resp_67\", \"object\":\"response\",\"background\": false,\"output\":[{\"id\":\"msg_1\"}],"
                        + "\"text\":\"é\\u00e9😀\" }";
        assertThat(form.show(JOB, Body.of(answer)).text())
                .isEqualTo(answer.replace("resp_67", "resp_" + SUFFIX).replace("false", "true"));
        assertThat(form.show(JOB, Body.of("not json"))).isEqualTo(Body.of("not json"));
        assertThat(form.isWhole(Body.of("not json"))).isTrue();
    }

    @Test
    void what_was_asked_is_repeated_as_it_was_written() throws IOException {
        var asked =
                "{\"model\":\"m\",\"instructions\":\"é \\\"short\\\"\",\"metadata\":{\"k\": \"v\"},\"temperature\":0.10,"
                        + "\"tools\":[{\"type\":\"x\"}],\"tool_choice\":\"none\",\"top_p\":null,\"parallel_tool_calls\":false}";
        var memo = form.memo(Body.of(asked));
        var shown = form.show(standing(Stage.QUEUED, Optional.empty(), Optional.of(memo)));
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

    @Test
    void of_a_request_everything_but_its_input_is_kept_to_be_repeated() {
        var kept = form.memo(Body.of(
                "{\"input\":\"a secret\",\"model\":\"m\", \"stream\" : true,\"n\":1,\"top_p\":null,\"user\" : \"u\"}"));
        assertThat(kept.text()).isEqualTo("{\"model\":\"m\",\"stream\":true,\"user\":\"u\"}");
        assertThat(form.wantsStream(kept)).isTrue();
        for (var nothing : List.of("{}", "[]", "", "{\"input\":1}")) {
            assertThat(form.memo(Body.of(nothing)).text()).isEqualTo("{}");
            assertThat(form.wantsStream(form.memo(Body.of(nothing)))).isFalse();
        }
    }

    @Test
    void what_may_be_left_out_is_repeated_only_where_it_was_given() throws IOException {
        var memo = form.memo(Body.of("{\"model\":\"m\",\"service_tier\":\"auto\",\"top_logprobs\":2}"));
        var json = JSON.readTree(form.show(standing(Stage.QUEUED, Optional.empty(), Optional.of(memo)))
                .text());
        assertThat(json.path("service_tier").asText()).isEqualTo("auto");
        assertThat(json.path("top_logprobs").asInt()).isEqualTo(2);
        assertThat(json.has("prompt_cache_key")).isFalse();
    }

    @Test
    void the_memo_tells_the_model_where_nothing_else_does() throws IOException {
        var memo = Optional.of(Body.of("{\"model\":\"m-2\"}"));
        var unknown = new Standing(JOB, Instant.EPOCH, Optional.empty(), Stage.QUEUED, Optional.empty(), memo);
        assertThat(JSON.readTree(form.show(unknown).text()).path("model").asText())
                .isEqualTo("m-2");
    }

    private static String event(String type, String more) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + more + "}\n\n";
    }

    /// As OpenAI streams a response that was not made in the background.
    private static final String STREAM =
            event("response.created", ",\"response\":{\"id\":\"resp_67\",\"background\":false},\"sequence_number\":0")
                    + event(
                            "response.in_progress",
                            ",\"response\":{\"id\":\"resp_67\",\"background\":false},\"sequence_number\":1")
                    + ": a comment\n\n"
                    + event("response.output_text.delta", ",\"delta\":\"\\u00e9 é\", \"sequence_number\" : 2")
                    + event(
                            "response.completed",
                            ",\"response\":{\"id\":\"resp_67\",\"status\":\"completed\",\"n\":1e400},\"sequence_number\":3");

    @Test
    void a_stream_begins_with_the_response_created_and_queued() throws IOException {
        var begun = form.begun(standing(Stage.QUEUED, Optional.empty(), Optional.of(Body.of("{\"model\":\"m\"}"))));
        assertThat(begun).hasSize(2);
        for (int i = 0; i < begun.size(); i++) {
            var type = List.of("response.created", "response.queued").get(i);
            assertThat(begun.get(i).text())
                    .startsWith("event: " + type + "\ndata: {")
                    .endsWith("}\n\n");
            var data = JSON.readTree(begun.get(i).text().substring(("event: " + type + "\ndata: ").length()));
            assertThat(data.path("type").asText()).isEqualTo(type);
            assertThat(data.path("sequence_number").asInt()).isEqualTo(i);
            assertThat(data.at("/response/id").asText()).isEqualTo("resp_" + SUFFIX);
            assertThat(data.at("/response/status").asText()).isEqualTo("queued");
        }
    }

    @Test
    void the_providers_events_follow_under_our_name_with_numbers_of_their_own() {
        var told = form.events(JOB, Body.of(STREAM), 2).map(Body::text).collect(Collectors.joining());
        assertThat(told)
                .isEqualTo(STREAM.substring(STREAM.indexOf("event: response.in_progress"))
                        .replace("resp_67", "resp_" + SUFFIX)
                        .replace("\"background\":false", "\"background\":true")
                        .replace("\"sequence_number\":3", "\"sequence_number\":5")
                        .replace("\"sequence_number\" : 2", "\"sequence_number\" : 4")
                        .replace("\"sequence_number\":1", "\"sequence_number\":2"));
    }

    @Test
    void even_an_event_without_a_number_counts_so_that_each_is_where_its_number_says() {
        var numbered = form.events(JOB, Body.of(STREAM), 2).toList();
        assertThat(numbered).hasSize(4);
        assertThat(numbered.get(1).text()).isEqualTo(": a comment\n\n");
        assertThat(numbered.get(2).text()).contains("\"sequence_number\" : 4");
    }

    @Test
    void an_answer_that_does_not_stream_is_told_in_the_event_of_its_status() {
        var answer = Body.of("{\"id\":\"resp_67\",\"status\":\"incomplete\"}");
        assertThat(form.events(JOB, answer, 2).map(Body::text))
                .containsExactly(event(
                        "response.incomplete",
                        ",\"sequence_number\":2,\"response\":{\"id\":\"resp_" + SUFFIX
                                + "\",\"status\":\"incomplete\"}"));
    }

    @Test
    void what_was_written_over_several_lines_is_one_line_of_an_event() throws IOException {
        var memo = form.memo(Body.of("{\n \"model\": \"m\",\n \"metadata\": {\r\n  \"k\": \"a\\nb\"\r }\n}"));
        var begun = form.begun(standing(Stage.QUEUED, Optional.empty(), Optional.of(memo)));
        var answer = Body.of("{\n  \"id\": \"resp_67\",\n  \"status\": \"completed\"\n}");
        for (var event :
                Stream.concat(begun.stream(), form.events(JOB, answer, 2)).toList()) {
            var lines = event.text().split("\n", -1);
            assertThat(lines).as(event.text()).hasSize(4).noneMatch(line -> line.contains("\r"));
            var data = JSON.readTree(lines[1].substring("data: ".length()));
            assertThat(data.at("/response/id").asText()).isEqualTo("resp_" + SUFFIX);
            assertThat(data.at("/response/metadata/k").asText("a\nb")).isEqualTo("a\nb");
        }
    }

    @Test
    void a_response_without_an_answer_ends_its_stream_as_failed() {
        var failed = standing(Stage.FAILED, Optional.of(new Reason("deadline", "late")), Optional.empty());
        assertThat(form.ended(failed, 2).text())
                .startsWith("event: response.failed\ndata: {\"type\":\"response.failed\",\"sequence_number\":2,")
                .contains("\"status\":\"failed\"", "\"code\":\"deadline\"");
    }

    @Test
    void what_a_stream_came_to_is_in_its_last_event() {
        assertThat(form.show(JOB, Body.of(STREAM)).text())
                .isEqualTo("{\"id\":\"resp_" + SUFFIX + "\",\"status\":\"completed\",\"n\":1e400}");
        var broken = STREAM.substring(0, STREAM.indexOf("event: response.completed"));
        assertThat(form.isWhole(Body.of(STREAM))).isTrue();
        assertThat(form.isWhole(Body.of(broken))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: x\n\n", ":\n\n", "event: response.completed\n\n", "data: [DONE]\n\n", "data: {\n\n"})
    void events_that_are_not_openais_pass_as_they_are(String event) {
        assertThat(form.events(JOB, Body.of(event), 2).map(Body::text)).containsExactly(event);
        assertThat(form.isWhole(Body.of(event))).isFalse();
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
