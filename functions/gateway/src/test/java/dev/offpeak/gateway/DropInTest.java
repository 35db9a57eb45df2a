package dev.offpeak.gateway;

import static dev.offpeak.gateway.Problems.assertProblem;
import static dev.offpeak.gateway.World.ACME;
import static dev.offpeak.gateway.World.CHAT;
import static dev.offpeak.gateway.World.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.pricing.Ledger;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.SyncApi.SyncOutcome;
import dev.offpeak.gateway.http.HttpRequest;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.testkit.Samples;
import dev.offpeak.wire.job.JobReader;
import dev.offpeak.wire.job.Reading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DropInTest {
    private static final String MESSAGE = """
            {"model":"claude-x","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}""";
    /// What no JSON library gives back as it was.
    private static final String ODD =
            " {\t\"model\" : \"gpt-6-luna\",\r\n\"messages\":[ ],\"seed\":1e400, \"big\":123456789012345678901234567890.10,"
                    + "\"x\":1,\"x\":2,\"text\":\"é\\u00e9😀\\ud83d \uFFFE\"}\n ";

    private final World world = new World();

    private Body queued() {
        var sent = world.queue.sent().getLast().body();
        return ((Reading.Sound) new JobReader().read(sent.array(), sent.offset(), sent.length()))
                .spec()
                .request()
                .body();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat/completions", "embeddings", "responses"})
    void each_openai_route_goes_straight_through_when_nothing_is_said(String route) {
        var response = world.answer(Call.post("/openai/v1/" + route, CHAT));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers()).containsEntry("offpeak-lane", "SYNC");
        assertThat(world.openAi.made.getFirst().endpoint().path()).isEqualTo("/v1/" + route);
        assertThat(world.queue.sent()).isEmpty();
    }

    @Test
    void anthropic_gets_the_headers_that_change_what_it_does_and_no_others() {
        world.answer(Call.post("/anthropic/v1/messages", MESSAGE)
                .with("anthropic-version", "2023-06-01")
                .with("anthropic-beta", "a, b")
                .with("anthropic-user-profile-id", "uprof_1")
                .with("x-api-key", "secret")
                .with("user-agent", "sdk"));
        assertThat(world.anthropic.made.getFirst().headers().values())
                .containsOnlyKeys("anthropic-beta", "anthropic-user-profile-id", "anthropic-version", "content-type");
    }

    @Test
    void bytes_pass_both_ways_untouched() {
        var answer = new byte[] {'{', ' ', '"', (byte) 0xff, '"', '}', '\n', 0};
        world.openAi.will(new SyncOutcome.Answered(
                203,
                new Headers(Map.of(
                        "content-type",
                        "application/json",
                        "x-request-id",
                        "req_1",
                        "content-length",
                        "8",
                        "connection",
                        "keep-alive",
                        "alt-svc",
                        "h3=\":443\"",
                        "openai-organization",
                        "acme-holding",
                        "openai-project",
                        "proj_1",
                        "content-encoding",
                        "gzip")),
                Body.of(answer)));
        var response = world.answer(Call.post("/openai/v1/chat/completions", ODD));
        assertThat(world.openAi.made.getFirst().body().toBytes()).isEqualTo(ODD.getBytes(UTF_8));
        assertThat(response.status()).isEqualTo(203);
        assertThat(response.body().toBytes()).isEqualTo(answer);
        assertThat(response.headers())
                .containsEntry("x-request-id", "req_1")
                .containsEntry("content-encoding", "gzip")
                .doesNotContainKeys("content-length", "connection", "alt-svc", "openai-organization", "openai-project");
    }

    @Test
    void what_is_not_even_json_is_left_to_the_provider_while_somebody_waits() {
        world.openAi.willAnswer(400, "{\"error\":{\"message\":\"bad\"}}");
        var response = world.answer(Call.post("/openai/v1/chat/completions", "{oops"));
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body().text()).isEqualTo("{\"error\":{\"message\":\"bad\"}}");
        assertThat(world.openAi.made.getFirst().body().text()).isEqualTo("{oops");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Offpeak-Waiting|none|24 h",
                "Offpeak-Waiting| NONE |24 h",
                "Offpeak-Waiting|false|24 h",
                "Offpeak-Deadline|12h|12 h",
                "Offpeak-Label|evening|24 h",
                "Offpeak-On-Late|wait|24 h",
                "Offpeak-On-Doubt|retry|24 h",
                "Offpeak-Share|false|24 h",
                "Prefer|respond-async|24 h",
                "Prefer|wait=10, Respond-Async; x=1|24 h"
            })
    void a_header_says_that_nobody_waits(String name, String value, String due) {
        var response =
                world.answer(Call.post("/openai/v1/chat/completions", ODD).with(name, value));
        assertThat(response.status()).isEqualTo(202);
        var json = json(response);
        assertThat(json.path("lane").asText()).isEqualTo("BATCH");
        assertThat(json.path("why").asText()).contains(due);
        assertThat(response.headers())
                .containsEntry("Location", "/v1/jobs/" + json.path("id").asText())
                .containsEntry("Retry-After", "300");
        assertThat(response.headers().containsKey("Preference-Applied")).isEqualTo(name.equals("Prefer"));
        assertThat(world.openAi.made).isEmpty();
        assertThat(world.queue.sent().getLast().body().text()).contains(ODD).contains("\"waiting\":false");
        assertThat(queued().text()).isEqualTo(ODD.strip());
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/openai/v1/images/edits",
        "POST,/openai/v1/moderations",
        "GET,/openai/v1/models",
        "POST,/openai/v1/responses/input_tokens",
        "POST,/anthropic/v1/messages/count_tokens",
        "GET,/anthropic/v1/models/claude-x"
    })
    void a_preference_is_ignored_where_a_job_is_impossible_or_saves_nothing(String method, String path) {
        var call = method.equals("GET") ? Call.get(path) : Call.post(path, MESSAGE);
        var response = world.answer(call.with("Prefer", "respond-async").with("Offpeak-Label", "night"));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers()).containsEntry("offpeak-lane", "SYNC").doesNotContainKey("Preference-Applied");
        assertThat(world.queue.sent()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openai/v1/chat/completions", "/anthropic/v1/messages"})
    void a_compressed_request_passes_as_what_it_is_and_is_no_job(String path) {
        var zipped = Call.post(path, "\u001f\u0000").with("Content-Encoding", "gzip");
        refused(zipped.with("Offpeak-Deadline", "12h"), "content-encoding");
        assertThat(world.answer(zipped).status()).isEqualTo(200);
        assertThat(world.answer(zipped.with("Prefer", "respond-async")).status())
                .isEqualTo(200);
        var calls = path.startsWith("/openai") ? world.openAi : world.anthropic;
        assertThat(calls.made)
                .hasSize(2)
                .allSatisfy(made -> assertThat(made.headers().values()).containsEntry("content-encoding", "gzip"));
    }

    @Test
    void what_only_a_query_says_passes_and_goes_with_no_job() {
        var call = Call.post("/openai/v1/responses", CHAT).query("beta", "true");
        refused(call.with("Offpeak-Deadline", "12h"), "the query ?beta=true");
        var background = Call.post("/openai/v1/responses", "{\"model\":\"m\",\"background\":true,\"input\":\"x\"}");
        refused(background.query("beta", "true"), "the query ?beta=true");
        assertThat(world.answer(call.with("Prefer", "respond-async")).status()).isEqualTo(200);
        assertThat(world.openAi.opened.getFirst().query()).isEqualTo("beta=true");
    }

    @Test
    void anthropics_sdks_say_in_a_query_what_their_header_says() {
        var call = Call.post("/anthropic/v1/messages", MESSAGE)
                .query("beta", "true")
                .with("Offpeak-Deadline", "12h");
        assertThat(world.answer(call).status()).isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource({"Offpeak-Waiting,none", "Offpeak-Deadline,12h"})
    void an_order_is_not(String name, String value) {
        var counted = Call.post("/anthropic/v1/messages/count_tokens", MESSAGE).with("Prefer", "respond-async");
        assertThat(world.answer(counted.with(name, value)).status()).isEqualTo(202);
        var form = Call.post("/openai/v1/images/edits", "--x").with("Prefer", "respond-async");
        assertThat(world.answer(form.with(name, value)).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openai/v1/chat/completions", "/anthropic/v1/messages"})
    void a_background_call_has_the_providers_own_answer_at_its_location(String path) {
        for (var end : List.of(
                Samples.succeeded(1).with(new Answer.Inline(200, Body.of("{ \"ok\":1e400}"))),
                Samples.ended(Ending.FAILED, 1).with(new Answer.Inline(404, Body.of("{ \"error\":{}}"))))) {
            var accepted = world.answer(Call.post(path, MESSAGE).with("Prefer", "respond-async"));
            assertThat(accepted.status()).isEqualTo(202);
            var id = new JobId(json(accepted).path("id").asText());
            var location = "/v1/jobs/" + id;
            assertThat(accepted.headers()).containsEntry("Location", location);
            var result = Call.get(location + "/result");
            assertProblem(world.answer(result), 409, "not-ended");

            world.jobs.insert(List.of(new JobRow(id, ACME, world.now, Optional.of(Samples.particulars()), end)));
            var answer = (Answer.Inline) end.answer().orElseThrow();
            var response = world.answer(result);
            assertThat(response.status()).isEqualTo(answer.status());
            assertThat(response.body()).isEqualTo(answer.body());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Offpeak-Deadline|soon|deadline",
                "Offpeak-Waiting|maybe|must be none",
                "Offpeak-On-Late|later|must be"
            })
    void what_anthropics_callers_say_wrong_comes_in_anthropics_envelope(String name, String value, String why) {
        var response = world.answer(Call.post("/anthropic/v1/messages", MESSAGE).with(name, value));
        assertThat(response.status()).isEqualTo(400);
        assertThat(json(response).path("type").asText()).isEqualTo("error");
        assertThat(json(response).at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertThat(json(response).at("/error/message").asText()).contains(why);
        assertThat(world.queue.sent()).isEmpty();
    }

    @Test
    void the_location_keeps_the_stage_that_the_callers_url_begins_with() {
        var call = Call.post("/openai/v1/chat/completions", CHAT)
                .with("Prefer", "respond-async")
                .request();
        var root = "https://abc.execute-api.eu-central-1.amazonaws.com/live";
        var response = world.desk()
                .answer(new HttpRequest(
                        call.method(),
                        call.path(),
                        call.headers(),
                        call.query(),
                        call.rawQuery(),
                        call.body(),
                        call.authorizerTenant(),
                        root));
        assertThat(response.headers())
                .containsEntry(
                        "Location",
                        root + "/v1/jobs/" + json(response).path("id").asText());
    }

    @Test
    void a_beta_header_of_openai_goes_with_the_job() {
        var call = Call.post("/openai/v1/chat/completions", CHAT)
                .with("Prefer", "respond-async")
                .with("OpenAI-Beta", "x=v1");
        var json = json(world.answer(call));
        assertThat(json.path("lane").asText()).isEqualTo("SYNC");
        assertThat(json.path("why").asText()).contains("openai-beta");
        assertThat(world.queue.sent().getLast().body().text()).contains("\"openai-beta\":\"x=v1\"");
    }

    @Test
    void a_label_goes_with_the_job_and_does_not_overrule_who_says_that_they_wait() {
        var labelled = Call.post("/openai/v1/chat/completions", CHAT).with("Offpeak-Label", "night");
        assertThat(world.answer(labelled).status()).isEqualTo(202);
        assertThat(world.queue.sent().getLast().body().text()).contains("\"label\":\"night\"");
        assertThat(world.answer(labelled.with("Offpeak-Waiting", "true")).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "' TRUE ', true", "false, false"})
    void a_header_says_that_the_call_may_be_shared(String said, boolean shared) {
        var call = Call.post("/openai/v1/chat/completions", CHAT)
                .with("Offpeak-Waiting", "none")
                .with("Offpeak-Share", said);
        assertThat(world.answer(call).status()).isEqualTo(202);
        var sent = world.queue.sent().getLast().body();
        assertThat(new JobReader().read(sent.array(), sent.offset(), sent.length()))
                .isInstanceOfSatisfying(
                        Reading.Sound.class,
                        sound -> assertThat(sound.spec().terms().share()).isEqualTo(shared));
        var unclear = world.answer(call.with("Offpeak-Share", "perhaps"));
        assertThat(unclear.status()).isEqualTo(400);
        assertThat(unclear.body().text()).contains("Offpeak-Share");
    }

    @ParameterizedTest
    @CsvSource({"Offpeak-Waiting,true", "Prefer,wait=10", "X-Offpeak-Label,night"})
    void other_headers_leave_somebody_waiting(String name, String value) {
        var response =
                world.answer(Call.post("/openai/v1/chat/completions", CHAT).with(name, value));
        assertThat(response.status()).isEqualTo(200);
        assertThat(world.openAi.made).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Offpeak-Waiting|maybe|Offpeak-Waiting: must be none",
                "Offpeak-Dealine|12h|offpeak-dealine: there is no such header, but there are offpeak-waiting, offpeak-deadline",
                "Offpeak-Deadline|soon|deadline",
                "Offpeak-Deadline|1m|at least",
                "Offpeak-Deadline|30d|at most"
            })
    void a_header_that_is_not_understood_is_refused_and_nothing_is_called(String name, String value, String why) {
        refused(Call.post("/openai/v1/chat/completions", CHAT).with(name, value), why);
    }

    @Test
    void a_label_that_intake_would_reject_is_refused_here() {
        refused(
                Call.post("/openai/v1/chat/completions", CHAT)
                        .with("Offpeak-Waiting", "none")
                        .with("Offpeak-Label", "<script>"),
                "label");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{oops",
                "[]",
                "",
                "{\"messages\":[]}",
                "{\"model\":\"m\",\"messages\":[]},\"deadline\":\"1h\",\"x\":{}"
            })
    void a_body_that_cannot_be_a_background_job_is_refused(String body) {
        refused(Call.post("/openai/v1/chat/completions", body).with("Offpeak-Waiting", "none"), "body");
    }

    private void refused(Call call, String why) {
        var response = world.answer(call);
        assertThat(response.status()).as(response.body().text()).isEqualTo(400);
        assertThat(response.headers()).containsEntry("Content-Type", "application/json");
        assertThat(json(response).at("/error/message").asText()).contains(why);
        assertThat(json(response).at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertThat(world.openAi.made).isEmpty();
        assertThat(world.queue.sent()).isEmpty();
    }

    @Test
    void a_stream_in_the_background_takes_the_dearer_lane_and_says_why() {
        var response =
                world.answer(Call.post("/anthropic/v1/messages", MESSAGE.replace("\"max", "\"stream\":true,\"max"))
                        .with("Offpeak-Deadline", "12h"));
        assertThat(json(response).path("lane").asText()).isEqualTo("SYNC");
        assertThat(json(response).path("why").asText()).contains("stream: true is not taken by a batch");
    }

    @Test
    void a_provider_out_of_reach_is_a_502_in_its_own_envelope() {
        world.anthropic.will(new SyncOutcome.NotSent("no connection"));
        var response = world.answer(Call.post("/anthropic/v1/messages", MESSAGE));
        assertThat(response.status()).isEqualTo(502);
        assertThat(json(response).at("/error/message").asText()).contains("was not reached: no connection");
        assertThat(json(response).path("type").asText()).isEqualTo("error");
    }

    @Test
    void a_lost_answer_that_cost_nothing_is_for_an_sdk_to_retry() {
        world.openAi.will(new SyncOutcome.InDoubt("no answer within PT100S"));
        var response = world.answer(Call.post("/openai/v1/moderations", "{\"input\":\"x\"}"));
        assertThat(response.status()).isEqualTo(504);
        assertThat(response.headers()).doesNotContainKey("x-should-retry");
    }

    @Test
    void an_answer_in_doubt_is_not_for_an_sdk_to_retry() {
        world.openAi.will(new SyncOutcome.InDoubt("no answer within PT100S"));
        var response = world.answer(Call.post("/openai/v1/chat/completions", CHAT));
        assertThat(response.status()).isEqualTo(504);
        assertThat(response.headers()).containsEntry("x-should-retry", "false");
        var amounts = world.ledger.lines().getFirst().amounts();
        assertThat(amounts.failed()).isEqualTo(1);
        assertThat(amounts.unused().inDoubt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401|{'error':{'message':'Incorrect API key: sk-proj-****MxYA','type':'invalid_request_error','code':'invalid_api_key'}}",
                "403|{'error':{'message':'Incorrect API key: sk-proj-****MxYA','type':'authentication_error'}}",
                "401|<html>sk-proj-****MxYA"
            })
    void a_key_of_ours_that_is_refused_is_no_fault_of_the_callers(int status, String words) {
        world.openAi.willAnswer(status, words.replace('\'', '"'));
        var response = world.answer(Call.post("/openai/v1/chat/completions", CHAT));
        assertThat(response.status()).isEqualTo(502);
        assertThat(response.headers()).containsEntry("x-should-retry", "false");
        assertThat(json(response).at("/error/type").asText()).isEqualTo("server_error");
        assertThat(json(response).at("/error/code").asText()).isEqualTo("provider_key_refused");
        assertThat(response.body().text()).doesNotContain("MxYA", "Incorrect");
        assertThat(world.ledger.lines().getFirst().amounts().failed()).isEqualTo(1);
    }

    @Test
    void anthropics_refusal_of_our_key_comes_in_its_envelope() {
        world.anthropic.willAnswer(
                401, "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"MxYA\"}}");
        var response = world.answer(Call.post("/anthropic/v1/messages", MESSAGE));
        assertThat(response.status()).isEqualTo(502);
        assertThat(json(response).at("/error/type").asText()).isEqualTo("api_error");
        assertThat(response.body().text()).doesNotContain("MxYA");
    }

    @Test
    void a_refusal_that_is_about_models_and_permissions_passes() {
        var refusal = "{\"error\":{\"message\":\"no access to model\",\"code\":\"model_not_found\"} }";
        world.openAi.willAnswer(403, refusal);
        var response = world.answer(Call.post("/openai/v1/chat/completions", CHAT));
        assertThat(response.status()).isEqualTo(403);
        assertThat(response.body().text()).isEqualTo(refusal);
    }

    @Test
    void a_call_that_was_never_sent_is_not_in_doubt() {
        world.openAi.will(new SyncOutcome.NotSent("no connection"));
        world.answer(Call.post("/openai/v1/chat/completions", CHAT));
        var amounts = world.ledger.lines().getFirst().amounts();
        assertThat(amounts.failed()).isEqualTo(1);
        assertThat(amounts.unused().inDoubt()).isZero();
    }

    @Test
    void an_answer_paid_for_passes_even_when_the_ledger_is_away() {
        world.broken.add(Ledger.class);
        world.openAi.willAnswer(200, "{\"a\":1}");
        HttpResponse response = world.answer(Call.post("/openai/v1/chat/completions", CHAT));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body().text()).isEqualTo("{\"a\":1}");
    }

    @Test
    void a_call_is_entered_in_the_ledger() {
        world.openAi.willAnswer(200, "{\"model\":\"m\",\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5}}");
        world.answer(Call.post("/openai/v1/chat/completions", CHAT));
        world.openAi.willAnswer(500, "{}");
        world.answer(Call.post("/openai/v1/chat/completions", CHAT));
        var amounts = world.ledger.lines().getFirst().amounts();
        assertThat(amounts.succeeded()).isEqualTo(1);
        assertThat(amounts.failed()).isEqualTo(1);
        assertThat(amounts.inputTokens()).isEqualTo(10);
    }
}
