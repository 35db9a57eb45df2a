package dev.offpeak.gateway;

import static dev.offpeak.gateway.Problems.assertField;
import static dev.offpeak.gateway.Problems.assertProblem;
import static dev.offpeak.gateway.World.CHAT;
import static dev.offpeak.gateway.World.JOB;
import static dev.offpeak.gateway.World.job;
import static dev.offpeak.gateway.World.json;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.pricing.Ledger;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.SyncApi.SyncOutcome;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.store.ObjectStore;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmitOneTest {
    private static final String WAITING = job(CHAT, ",\"waiting\":true");

    private final World world = new World();

    @Test
    void nothing_said_means_a_batch_within_24_hours() {
        var response = world.answer(Call.post("/v1/jobs", JOB));
        assertThat(response.status()).isEqualTo(202);
        var json = json(response);
        assertThat(json.path("state").asText()).isEqualTo("QUEUED");
        assertThat(json.path("lane").asText()).isEqualTo("BATCH");
        assertThat(json.path("why").asText()).contains("24 h");
        assertThat(json.path("deadline").asText()).isEqualTo("2026-11-24T12:00:00.123Z");
        assertThat(response.headers())
                .containsEntry("Location", "/v1/jobs/" + json.path("id").asText())
                .containsEntry("Retry-After", "300");
        assertThat(world.openAi.made).isEmpty();
    }

    @Test
    void the_queue_gets_the_callers_bytes_under_the_promised_id() {
        var odd = " " + job(CHAT, " , \"label\" : \"über\\u0041\"").replace("über", "x") + "\n";
        var id = json(world.answer(Call.post("/v1/jobs", odd))).path("id").asText();
        var sent = world.queue.sent().getFirst();
        assertThat(sent).isEqualTo(new Envelope(Envelope.Kind.JOB, id, World.ACME, world.now, 1, Body.of(odd)));
        assertThat(world.ids.proves(new JobId(id), World.ACME)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"stream\":true|12h|SYNC|no batch takes it: stream: true is not taken by a batch|5",
                "\"n\":1|30m|SYNC|due in 30 min, sooner than a batch is sure to end|5",
                "\"n\":1|PT1H|BATCH|nobody is waiting and it is due in 60 min|300",
                "\"n\":1|2026-11-25T00:00:00Z|BATCH|nobody is waiting and it is due in 35 h|300"
            })
    void the_lane_and_its_reason_are_in_the_answer(
            String field, String deadline, String lane, String why, String retryAfter) {
        var body = "{\"model\":\"gpt-6-luna\",\"messages\":[]," + field + "}";
        var response = world.answer(Call.post("/v1/jobs", job(body, ",\"deadline\":\"" + deadline + "\"")));
        assertThat(json(response).path("lane").asText()).isEqualTo(lane);
        assertThat(json(response).path("why").asText()).isEqualTo(why);
        assertThat(response.headers()).containsEntry("Retry-After", retryAfter);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ",'priority':1|priority|is not a field of a job; the fields are [body, deadline,",
                ",'provider':'openai'|provider|appears twice",
                ",'waiting':'no'|waiting|must be true or false, not a string",
                ",'deadline':12|deadline|must be a string, not a number",
                ",'deadline':'soon'|deadline|12h",
                ",'deadline':'9m'|deadline|at least",
                ",'deadline':'2026-11-20T00:00:00Z'|deadline|at least",
                ",'deadline':'8d'|deadline|at most",
                ",'label':['a']|label|must be a string, not an array",
                ",'group':'<b>'|group|does not match",
                ",'id':null|id|must be a string, not null",
                ",'id':'job_1'|id|are Offpeak's own",
                ",'headers':{'x-api-key':'k'}|headers.x-api-key|not a header openai takes",
                ",'callback':'https://x'|callback|is not supported yet",
            })
    void a_field_that_is_wrong_is_named(String more, String field, String why) {
        assertField(world.answer(Call.post("/v1/jobs", job(CHAT, more.replace('\'', '"')))), field, why);
        assertThat(world.queue.sent()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'endpoint':'/v1/x','body':{}}|provider|is missing",
                "{'provider':'openai','body':{}}|endpoint|is missing",
                "{'provider':'openai','endpoint':'/v1/x'}|body|is missing",
                "{'provider':'openai','endpoint':'/v1/x','body':[]}|body|must be the provider's request",
                "{'provider':'mistral','endpoint':'/v1/chat/completions','body':{}}|provider|mistral",
                "{'provider':7,'endpoint':'/v1/x','body':{}}|provider|must be a string",
                "{'provider':'openai','endpoint':'/v1/audio','body':{}}|endpoint|/v1/audio is not taken; allowed",
                "{'provider':'openai','endpoint':'/v1/chat/completions','body':{'messages':[]}}|body.model|is missing"
            })
    void a_job_that_cannot_run_is_refused(String text, String field, String why) {
        assertField(world.answer(Call.post("/v1/jobs", text.replace('\'', '"'))), field, why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"''|not a JSON object", "[]|not a JSON object", "{|not valid JSON at byte", "{} x|", "{}{}|follows"
            })
    void what_is_not_json_says_where(String text, String why) {
        assertProblem(world.answer(Call.post("/v1/jobs", text)), 400, "bad-json", why == null ? "" : why);
    }

    @Test
    void bytes_that_are_not_utf_8_are_refused() {
        var bytes = JOB.replace("gpt-6-luna", "gpt-\u00e9").getBytes(ISO_8859_1);
        assertProblem(
                world.answer(Call.post("/v1/jobs", "").body(Body.of(bytes))),
                400,
                "bad-json",
                "not valid JSON at byte");
        assertProblem(
                world.answer(Call.post("/v1/jobs", "").body(Body.of(JOB.getBytes(UTF_16LE)))),
                400,
                "bad-json",
                "must be UTF-8");
    }

    @Test
    void five_megabytes_are_the_limit() {
        var response = world.answer(Call.post("/v1/jobs", JOB + " ".repeat(5 * 1024 * 1024)));
        assertProblem(response, 413, "too-large", "5242880");
    }

    @Test
    void an_unknown_media_type_is_named() {
        var form = Call.post("/v1/jobs", JOB).with("Content-Type", "application/x-www-form-urlencoded");
        assertProblem(world.answer(form), 415, "unsupported-media-type", "x-www-form-urlencoded", "x-ndjson");
        var zipped = Call.post("/v1/jobs", JOB).with("Content-Encoding", "gzip");
        assertProblem(world.answer(zipped), 415, "unsupported-media-type", "gzip", "uncompressed");
        assertThat(world.answer(zipped.with("Content-Encoding", "identity")).status())
                .isEqualTo(202);
        assertThat(world.answer(Call.post("/v1/jobs", JOB).with("content-type", "Application/JSON; charset=utf-8"))
                        .status())
                .isEqualTo(202);
        assertThat(world.answer(Call.of("POST", "/v1/jobs").body(Body.of(JOB))).status())
                .isEqualTo(202);
    }

    @Test
    void a_name_of_the_producers_own_always_gives_the_same_id() {
        var named = job(CHAT, ",\"id\":\"ticket 7\"");
        var first = json(world.answer(Call.post("/v1/jobs", named))).path("id").asText();
        assertThat(first)
                .isEqualTo(world.ids.ofReference(World.ACME, "ticket 7").value());
        assertThat(json(world.answer(Call.post("/v1/jobs", named))).path("id").asText())
                .isEqualTo(first);
    }

    @Test
    void gateway_and_intake_count_from_the_same_instant() {
        world.now = world.now.plusNanos(456_789);
        world.answer(Call.post("/v1/jobs", JOB));
        assertThat(world.queue.sent().getFirst().acceptedAt()).isEqualTo("2026-11-23T12:00:00.123Z");
    }

    @Test
    void a_large_job_lies_in_the_object_store_whole() throws IOException {
        var large = job("{\"model\":\"m\",\"messages\":[\"" + "é".repeat(400_000) + "\"]}");
        assertThat(world.answer(Call.post("/v1/jobs", large)).status()).isEqualTo(202);
        var sent = world.queue.sent().getFirst();
        assertThat(sent.kind()).isEqualTo(Envelope.Kind.STORED_JOB);
        var bytes = large.getBytes(UTF_8);
        assertThat(world.objects.read(sent.body().text(), 0, bytes.length)).isEqualTo(bytes);
    }

    @Test
    void a_message_fits_the_queue_even_in_base_64() {
        var body = "{\"model\":\"m\",\"messages\":[\"\uFFFE" + "x".repeat(700 * 1024 - 200) + "\"]}";
        world.answer(Call.post("/v1/jobs", job(body)));
        var sent = world.queue.sent().getFirst();
        assertThat(sent.kind()).isEqualTo(Envelope.Kind.JOB);
        assertThat(sent.body().length() * 4L / 3 + 1024).isLessThan(1 << 20);
    }

    @Test
    void a_name_used_again_for_another_large_body_does_not_find_the_first_one() {
        for (var letter : new String[] {"a", "b"}) {
            var body = "{\"model\":\"m\",\"messages\":[\"" + letter.repeat(800_000) + "\"]}";
            world.answer(Call.post("/v1/jobs", job(body, ",\"id\":\"nightly\"")));
        }
        assertThat(world.queue.sent()).extracting(Envelope::body).doesNotHaveDuplicates();
        assertThat(world.objects.keys()).hasSize(2);
    }

    @Test
    void a_queue_that_refuses_is_a_503_and_nothing_was_accepted() {
        world.queue.refuse(envelope -> true);
        var response = world.answer(Call.post("/v1/jobs", JOB));
        assertProblem(response, 503, "queue-unavailable", "nothing was accepted");
        assertThat(response.headers()).containsEntry("Retry-After", "1");
    }

    @Test
    void a_job_somebody_waits_for_is_answered_ended_and_recorded() {
        world.openAi.willAnswer(
                200, "{ \"model\":\"gpt-6-luna\", \"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5}}");
        var response = world.answer(Call.post("/v1/jobs", WAITING));
        assertThat(response.status()).isEqualTo(200);
        var json = json(response);
        assertThat(json.path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(json.path("lane").asText()).isEqualTo("SYNC");
        assertThat(json.path("usage").path("input_tokens").asInt()).isEqualTo(10);
        assertThat(response.body().text()).contains("\"result\":{ \"model\"");
        assertThat(world.queue.sent()).isEmpty();
        var again = json(world.answer(Call.get("/v1/jobs/" + json.path("id").asText())));
        assertThat(again).isEqualTo(json);
        assertThat(world.ledger.lines().getFirst().amounts().succeeded()).isEqualTo(1);
    }

    @Test
    void a_call_that_costs_nothing_is_known_to_cost_nothing() {
        world.openAi.willAnswer(200, "{\"object\":\"response.input_tokens\",\"input_tokens\":11}");
        var json = json(world.answer(
                Call.post("/v1/jobs", WAITING.replace("/v1/chat/completions", "/v1/responses/input_tokens"))));
        assertThat(json.path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(json.at("/cost/paid_usd").asText()).isEqualTo("0.000000000");
        var amounts = world.ledger.lines().getFirst().amounts();
        assertThat(amounts.succeeded()).isEqualTo(1);
        assertThat(amounts.unpriced()).isZero();
    }

    @Test
    void a_providers_refusal_is_a_failed_job_that_keeps_its_words() {
        var refusal = "{\"error\":{\"message\":\"slow down\",\"code\":\"rate_limit_exceeded\"}}";
        world.openAi.willAnswer(429, refusal);
        var json = json(world.answer(Call.post("/v1/jobs", WAITING)));
        assertThat(json.path("state").asText()).isEqualTo("FAILED");
        assertThat(json.at("/error/code").asText()).isEqualTo("rate_limit_exceeded");
        assertThat(json.at("/error/message").asText()).isEqualTo("slow down");
        var result = world.answer(Call.get(json.path("result_url").asText()));
        assertThat(result.status()).isEqualTo(429);
        assertThat(result.body()).isEqualTo(Body.of(refusal));
    }

    @Test
    void a_large_refusal_is_kept_by_reference_and_still_has_its_reason() {
        var refusal = "{\"error\":{\"message\":\"" + "x".repeat(5_000) + "\",\"code\":\"bad\"}}";
        world.openAi.willAnswer(400, refusal);
        var url = json(world.answer(Call.post("/v1/jobs", WAITING)))
                .path("result_url")
                .asText();
        assertThat(world.answer(Call.get(url)).body()).isEqualTo(Body.of(refusal));
        var job = json(world.answer(Call.get(url.replace("/result", ""))));
        assertThat(job.at("/error/code").asText()).isEqualTo("bad");
    }

    @Test
    void a_key_of_ours_that_is_refused_fails_the_job_without_the_providers_words() {
        world.openAi.willAnswer(
                401, "{\"error\":{\"message\":\"Incorrect API key: sk-****MxYA\",\"code\":\"invalid_api_key\"}}");
        var response = world.answer(Call.post("/v1/jobs", WAITING));
        var json = json(response);
        assertThat(json.path("state").asText()).isEqualTo("FAILED");
        assertThat(json.at("/error/code").asText()).isEqualTo("provider_key_refused");
        assertThat(response.body().text()).doesNotContain("MxYA");
        var url = "/v1/jobs/" + json.path("id").asText();
        assertThat(world.answer(Call.get(url)).body().text()).doesNotContain("MxYA");
        assertProblem(world.answer(Call.get(url + "/result")), 409, "no-result");
    }

    @Test
    void a_lost_answer_says_that_it_may_have_been_charged() {
        world.openAi.will(new SyncOutcome.InDoubt("no answer within PT100S"));
        var json = json(world.answer(Call.post("/v1/jobs", WAITING)));
        assertThat(json.at("/error/code").asText()).isEqualTo("answer_lost");
        assertThat(json.at("/error/message").asText()).contains("may have been charged");
        var amounts = world.ledger.lines().getFirst().amounts();
        assertThat(amounts.failed()).isEqualTo(1);
        assertThat(amounts.unused().inDoubt()).isEqualTo(1);
    }

    @Test
    void a_large_answer_is_kept_by_reference_and_read_back_exactly() {
        var answer = "{\"text\":\"" + "é".repeat(10_000) + "\"}";
        world.openAi.willAnswer(200, answer);
        var json = json(world.answer(Call.post("/v1/jobs", WAITING)));
        assertThat(json.at("/result/text").asText()).hasSize(10_000);
        var result = world.answer(Call.get(json.path("result_url").asText()));
        assertThat(result.body()).isEqualTo(Body.of(answer));
    }

    @Test
    void an_answer_paid_for_is_given_even_when_no_store_can_keep_it() {
        world.openAi.willAnswer(200, "{\"text\":\"" + "x".repeat(10_000) + "\"}");
        world.broken.add(ObjectStore.class);
        world.broken.add(Ledger.class);
        var response = world.answer(Call.post("/v1/jobs", WAITING));
        assertThat(response.status()).isEqualTo(200);
        assertThat(json(response).at("/result/text").asText()).hasSize(10_000);
        assertThat(response.headers()).containsEntry("Offpeak-Recorded", "false");
    }

    @Test
    void nothing_is_called_while_the_job_store_is_away() {
        world.broken.add(JobStore.class);
        assertProblem(world.answer(Call.post("/v1/jobs", WAITING)), 503, "unavailable");
        assertThat(world.openAi.made).isEmpty();
    }

    @Test
    void an_answer_that_is_no_json_is_shown_by_reference_only() {
        world.openAi.will(new SyncOutcome.Answered(
                200, new Headers(Map.of("content-type", "text/event-stream")), Body.of("data: {}\n\n")));
        var streaming = job("{\"model\":\"m\",\"messages\":[],\"stream\":true}", ",\"waiting\":true");
        var json = json(world.answer(Call.post("/v1/jobs", streaming)));
        assertThat(json.has("result")).isFalse();
        // what it cost is not known, which is not nothing
        assertThat(json.has("cost")).isFalse();
        assertThat(json.has("usage")).isFalse();
        var result = world.answer(Call.get(json.path("result_url").asText()));
        assertThat(result.body().text()).isEqualTo("data: {}\n\n");
        assertThat(result.headers()).containsEntry("Content-Type", "text/event-stream");
        assertThat(world.ledger.lines().getFirst().amounts().unpriced()).isEqualTo(1);
    }

    @Test
    void a_stream_that_somebody_waits_for_is_asked_what_it_cost() {
        var chunk = "data: {\"choices\":[{\"delta\":{\"content\":\"hi\"}}],\"usage\":null}\n\n";
        var usage = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":9}}\n\n";
        var done = "data: [DONE]\n\n";
        world.openAi.will(new SyncOutcome.Answered(
                200, new Headers(Map.of("content-type", "text/event-stream")), Body.of(chunk + usage + done)));
        var body = CHAT.replaceFirst("\\{", "{\"stream\":true,");
        var json = json(world.answer(Call.post("/v1/jobs", job(body, ",\"waiting\":true"))));
        assertThat(world.openAi.made.getFirst().body().text()).contains("\"include_usage\":true");
        assertThat(json.at("/usage/output_tokens").asInt()).isEqualTo(9);
        assertThat(json.at("/cost/paid_usd").asText()).isNotEqualTo("0.000000000");
        var amounts = world.ledger.lines().getFirst().amounts();
        assertThat(amounts.unpriced()).isZero();
        assertThat(amounts.cost().paid().value()).isPositive();
        // the chunk that only we asked for stays here
        assertThat(world.answer(Call.get(json.path("result_url").asText()))
                        .body()
                        .text())
                .contains("hi")
                .contains("[DONE]")
                .doesNotContain("prompt_tokens");
    }

    @Test
    void a_name_that_is_taken_is_not_run_a_second_time() {
        var named = job(CHAT, ",\"waiting\":true,\"id\":\"t-1\"");
        world.answer(Call.post("/v1/jobs", named));
        assertProblem(world.answer(Call.post("/v1/jobs", named)), 409, "id-taken", "read it with GET");
        assertThat(world.openAi.made).hasSize(1);
    }
}
