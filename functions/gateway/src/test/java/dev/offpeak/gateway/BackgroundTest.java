package dev.offpeak.gateway;

import static dev.offpeak.gateway.World.ACME;
import static dev.offpeak.gateway.World.OTHER;
import static dev.offpeak.gateway.World.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobEvent;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.queue.Outbox;
import dev.offpeak.core.routing.Lane;
import dev.offpeak.core.routing.Terms;
import dev.offpeak.core.segment.SegmentEvent;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.testkit.Samples;
import dev.offpeak.wire.job.JobReader;
import dev.offpeak.wire.job.Reading;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// OpenAI's background responses as their SDKs use them.
class BackgroundTest {
    private static final String REQUEST =
            "{\"model\":\"gpt-6-luna\", \"background\":true,\"input\":\"hi\",\"metadata\":{\"k\":\"v\"}}";
    private static final String RESPONSES = "/openai/v1/responses";

    private final World world = new World();

    private HttpResponse create() {
        return world.answer(Call.post(RESPONSES, REQUEST));
    }

    private static Call one(String method, JobId job, String more) {
        return Call.of(method, RESPONSES + "/resp_" + job.value().substring(4) + more);
    }

    private HttpResponse get(JobRow row) {
        return world.answer(one("GET", row.id(), ""));
    }

    private HttpResponse cancel(JobRow row) {
        return world.answer(one("POST", row.id(), "/cancel"));
    }

    private HttpResponse delete(JobRow row) {
        return world.answer(one("DELETE", row.id(), ""));
    }

    private JobRow row(JobState state) {
        return row(ACME, "/v1/responses", Terms.DEFAULT, state);
    }

    /// One that was created as a background response.
    private JobRow created(JobState state) {
        return created(Terms.DEFAULT, state);
    }

    private JobRow created(Terms terms, JobState state) {
        var row = row(ACME, "/v1/responses", terms, state);
        world.objects.putIfAbsent("callers/acme/background/" + row.id(), "{}".getBytes(UTF_8));
        return row;
    }

    private JobRow row(TenantId tenant, String endpoint, Terms terms, JobState state) {
        var usual = Samples.particulars();
        var particulars = new JobRow.Particulars(
                usual.provider(),
                new Endpoint(endpoint),
                usual.model(),
                Lane.BATCH,
                usual.why(),
                usual.deadline(),
                usual.label(),
                usual.group(),
                terms);
        var row = new JobRow(Samples.jobId(tenant), tenant, world.now, Optional.of(particulars), state);
        world.jobs.insert(List.of(row));
        return row;
    }

    private static void assertRefused(HttpResponse response, int status, String... words) {
        assertThat(response.status()).as(response.body().text()).isEqualTo(status);
        assertThat(json(response).at("/error/message").asText()).contains(words);
    }

    private static String status(HttpResponse response) {
        assertThat(response.status()).as(response.body().text()).isEqualTo(200);
        return json(response).path("status").asText();
    }

    @Test
    void a_background_response_is_queued_at_once_for_a_batch_within_24_hours() {
        var response = create();
        assertThat(status(response)).isEqualTo("queued");
        JsonNode json = json(response);
        assertThat(json.path("id").asText()).matches("resp_[0-9a-z]{37}");
        assertThat(json.path("background").asBoolean()).isTrue();
        assertThat(json.path("model").asText()).isEqualTo("gpt-6-luna");
        assertThat(json.at("/metadata/k").asText()).isEqualTo("v");
        assertThat(json.path("created_at").asLong()).isEqualTo(world.now.getEpochSecond());
        assertThat(response.headers()).containsEntry("offpeak-lane", "BATCH").containsKey("Retry-After");
        assertThat(world.openAi.made).isEmpty();

        var sent = world.queue.sent().getFirst();
        assertThat(sent.id()).isEqualTo("job_" + json.path("id").asText().substring(5));
        var body = sent.body();
        var spec = ((Reading.Sound) new JobReader().read(body.array(), body.offset(), body.length())).spec();
        assertThat(spec.request().endpoint()).isEqualTo(new Endpoint("/v1/responses"));
        assertThat(spec.request().body().text())
                .isEqualTo("{\"model\":\"gpt-6-luna\", \"input\":\"hi\",\"metadata\":{\"k\":\"v\"}}");
    }

    @Test
    void headers_say_more_about_it_than_the_request_can() {
        var hurried = world.answer(Call.post(RESPONSES, REQUEST)
                .with("Offpeak-Deadline", "20m")
                .with("Offpeak-Label", "night")
                .with("Prefer", "respond-async"));
        assertThat(status(hurried)).isEqualTo("queued");
        assertThat(hurried.headers())
                .containsEntry("offpeak-lane", "SYNC")
                .containsEntry("Preference-Applied", "respond-async");
        assertThat(world.queue.sent().getFirst().body().text()).contains("\"label\":\"night\"", "\"deadline\":\"20m\"");
        assertRefused(world.answer(Call.post(RESPONSES, REQUEST).with("Offpeak-Deadline", "soon")), 400, "deadline");
        assertRefused(
                world.answer(Call.post(RESPONSES, REQUEST).with("Offpeak-Waiting", "maybe")), 400, "Offpeak-Waiting");
    }

    @Test
    void who_says_that_they_wait_is_told_that_this_is_no_background() {
        var response = world.answer(Call.post(RESPONSES, REQUEST).with("Offpeak-Waiting", "true"));
        assertRefused(response, 400, "Offpeak-Waiting: true");
        assertThat(world.openAi.made).isEmpty();
        assertThat(world.queue.sent()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"store\":false|store",
                "\"previous_response_id\":\"resp_0369t8vvabcdefghjkmnpqrstvwxyz0123456\"|previous_response_id"
            })
    void what_the_background_cannot_do_is_refused_before_anything_is_accepted(String more, String field) {
        assertRefused(
                world.answer(Call.post(RESPONSES, REQUEST.replace("\"input\"", more + ",\"input\""))), 400, field);
        assertThat(world.queue.sent()).isEmpty();
        assertThat(world.openAi.made).isEmpty();
    }

    @Test
    void a_request_no_job_can_be_made_of_is_refused_in_the_providers_envelope() {
        assertRefused(
                world.answer(Call.post(RESPONSES, "{\"background\":true,\"input\":\"x\",\"model\":7}")),
                400,
                "body.model");
        world.broken.add(Outbox.class);
        var response = create();
        assertThat(response.status()).isEqualTo(503);
        assertThat(json(response).at("/error/message").asText()).isNotEmpty();
    }

    @Test
    void a_key_makes_the_second_call_the_same_response() {
        var call = Call.post(RESPONSES, REQUEST).with("Idempotency-Key", "k");
        var first = world.answer(call);
        world.now = world.now.plusSeconds(60);
        assertThat(world.answer(call).body()).isEqualTo(first.body());
    }

    @Test
    void it_can_be_retrieved_before_its_row_is_there() {
        var created = json(create());
        var found = world.answer(Call.get(RESPONSES + "/" + created.path("id").asText()));
        assertThat(status(found)).isEqualTo("queued");
        assertThat(json(found).path("created_at")).isEqualTo(created.path("created_at"));
        assertThat(found.headers()).containsKey("Retry-After");
    }

    @Test
    void until_it_has_ended_it_repeats_what_was_asked() {
        var created = json(create());
        var id = created.path("id").asText();
        var found = json(world.answer(Call.get(RESPONSES + "/" + id)));
        assertThat(found).isEqualTo(created);
        assertThat(found.path("model").asText()).isEqualTo("gpt-6-luna");
        assertThat(found.at("/metadata/k").asText()).isEqualTo("v");
        var cancelled = json(world.answer(Call.of("POST", RESPONSES + "/" + id + "/cancel")));
        assertThat(cancelled.at("/metadata/k").asText()).isEqualTo("v");
        assertThat(cancelled.path("model").asText()).isEqualTo("gpt-6-luna");
    }

    @Test
    void what_is_kept_to_be_repeated_is_not_the_prompt() throws Exception {
        create();
        var key = world.objects.keys().stream()
                .filter(name -> name.startsWith("callers/acme/background/job_"))
                .findFirst()
                .orElseThrow();
        assertThat(new String(world.objects.open(key, 0, 1_000).readAllBytes(), UTF_8))
                .isEqualTo("{\"model\":\"gpt-6-luna\",\"metadata\":{\"k\":\"v\"}}");
    }

    @Test
    void nothing_is_accepted_that_could_not_be_repeated() {
        world.broken.add(ObjectStore.class);
        assertThat(create().status()).isEqualTo(503);
        assertThat(world.queue.sent()).isEmpty();
    }

    @Test
    void it_is_in_progress_once_the_provider_has_it() {
        var segment = Samples.segment();
        world.segments.commit(segment);
        var staged = row(new JobState.Staged(1, segment.id(), 3));
        assertThat(status(get(staged))).isEqualTo("queued");
        assertThat(json(get(staged)).path("model").asText()).isEqualTo("gpt-5.4-mini");
        var bundle = Samples.bundle();
        world.segments.apply(segment.id(), new SegmentEvent.Claim(bundle.id()), world.now);
        world.bundles.create(bundle);
        assertThat(status(get(staged))).isEqualTo("queued");
        world.bundles.replace(bundle.with(new BundleState.Submitted("manifest", new BatchId("batch_1")), world.now));
        assertThat(status(get(staged))).isEqualTo("in_progress");
    }

    @Test
    void a_direct_call_is_in_progress() {
        assertThat(status(get(row(new JobState.Express(1, Optional.of(Samples.intent()))))))
                .isEqualTo("in_progress");
    }

    @ParameterizedTest
    @CsvSource({"completed", "incomplete", "failed"})
    void the_answer_is_the_providers_but_for_its_name(String ended) {
        var answer = "{ \"id\":\"resp_67cc\",\"status\":\"" + ended
                + "\",\"background\":false,\"output\":[{\"id\":\"msg_1\",\"text\":\"\\u00e9\"}],\"n\":1e400}";
        var row = row(Samples.succeeded(1).with(new Answer.Inline(200, Body.of(answer))));
        var response = get(row);
        assertThat(status(response)).isEqualTo(ended);
        assertThat(response.body().text())
                .isEqualTo(
                        answer.replace("resp_67cc", "resp_" + row.id().value().substring(4))
                                .replace("\"background\":false", "\"background\":true"));
        assertThat(response.headers()).doesNotContainKey("Retry-After");
    }

    @Test
    void an_answer_of_many_megabytes_is_shown() {
        var answer = "{\"id\":\"resp_67cc\",\"status\":\"completed\",\"output\":\"" + "x".repeat(5 << 20) + "\"}";
        world.objects.putIfAbsent("results/x", answer.getBytes(UTF_8));
        var row = row(Samples.succeeded(1).with(new Answer.Stored(200, "results/x", 0, answer.length())));
        assertThat(get(row).body().text())
                .isEqualTo(
                        answer.replace("resp_67cc", "resp_" + row.id().value().substring(4)));
    }

    @Test
    void an_answer_too_large_to_be_shown_says_where_it_is() {
        var row = row(Samples.succeeded(1).with(new Answer.Stored(200, "results/x", 0, 33 << 20)));
        var refused = get(row);
        assertRefused(refused, 502, "34603008");
        assertRefused(refused, 502, "/v1/jobs/" + row.id() + "/result");
        assertThat(refused.headers()).containsEntry("x-should-retry", "false");
    }

    @ParameterizedTest
    @EnumSource(
            value = Ending.class,
            names = {"FAILED", "EXPIRED", "REJECTED"})
    void every_bad_end_is_a_failed_response_with_its_reason(Ending ending) {
        var response = get(row(Samples.ended(ending, 1)));
        assertThat(status(response)).isEqualTo("failed");
        assertThat(json(response).at("/error/code").asText()).isEqualTo("context_length_exceeded");
        assertThat(json(response).at("/error/message").asText()).startsWith("the prompt is too long");
    }

    @Test
    void a_refusal_is_a_failed_response_whatever_its_body() {
        assertThat(status(get(row(Samples.refused(1))))).isEqualTo("failed");
    }

    @Test
    void cancelling_withdraws_it_and_cancelling_again_tells_the_same() {
        var staged = Samples.staged();
        var row = row(staged);
        var first = cancel(row);
        assertThat(status(first)).isEqualTo("cancelled");
        assertThat(json(first).path("error").isNull()).isTrue();
        assertThat(world.segments.withdrawn(staged.segment()).contains(staged.line()))
                .isTrue();
        assertThat(cancel(row).body()).isEqualTo(first.body());
        assertThat(get(row).body()).isEqualTo(first.body());
    }

    @Test
    void what_is_still_in_the_queue_is_cancelled_too() {
        var created = json(create());
        var path = RESPONSES + "/" + created.path("id").asText();
        var cancelled = world.answer(Call.of("POST", path + "/cancel"));
        assertThat(status(cancelled)).isEqualTo("cancelled");
        assertThat(json(cancelled).path("created_at")).isEqualTo(created.path("created_at"));
        assertThat(status(world.answer(Call.get(path)))).isEqualTo("cancelled");
    }

    @Test
    void what_has_ended_cannot_be_cancelled() {
        for (var end : List.of(Samples.succeeded(1), Samples.ended(Ending.FAILED, 1))) {
            var row = row(end);
            assertRefused(cancel(row), 400, "has ended already", "cancelled");
            assertThat(world.jobs.find(row.id())).contains(row);
        }
    }

    @Test
    void deleting_what_has_ended_lets_its_answer_go_and_keeps_what_it_cost() {
        for (var end : List.of(Samples.succeeded(1), Samples.succeededInline(1), Samples.refused(1))) {
            var row = created(end);
            assertThat(delete(row).status()).isEqualTo(200);
            for (var after : List.of(get(row), cancel(row), delete(row))) {
                assertRefused(after, 404, "there is no resp_");
            }
            var left =
                    (JobState.Settled) world.jobs.find(row.id()).orElseThrow().state();
            assertThat(left.answer()).isEmpty();
            var job = json(world.answer(Call.get("/v1/jobs/" + row.id())));
            assertThat(job.path("state").asText()).isEqualTo(end.ending().name());
            assertThat(job.has("cost")).isEqualTo(end.cost().isPresent());
            assertThat(job.at("/error/code").asText()).isEqualTo("deleted");
            assertThat(world.answer(Call.get("/v1/jobs/" + row.id() + "/result"))
                            .status())
                    .isEqualTo(409);
        }
    }

    @Test
    void what_was_not_created_as_a_response_is_not_deleted_as_one() {
        for (var state : List.of(Samples.staged(), Samples.succeeded(1))) {
            var row = row(state);
            assertRefused(delete(row), 400, "was not created as a background response");
            assertThat(world.jobs.find(row.id())).contains(row);
        }
    }

    @Test
    void a_cancelled_response_can_be_deleted() {
        var row = created(Samples.staged());
        cancel(row);
        assertThat(delete(row).status()).isEqualTo(200);
        assertRefused(get(row), 404, "there is no resp_");
    }

    @Test
    void a_response_that_cannot_be_deleted_just_now_is_whole() {
        var row = created(Samples.succeeded(1));
        world.before(JobStore.class, "apply", () -> {
            throw new IllegalStateException("the table is away");
        });
        assertThat(delete(row).status()).isEqualTo(503);
        assertThat(world.jobs.find(row.id())).contains(row);
    }

    @Test
    void deleting_withdraws_it_and_then_it_is_gone() {
        var row = created(Samples.staged());
        var response = delete(row);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body().text())
                .isEqualTo("{\"id\":\"resp_" + row.id().value().substring(4)
                        + "\",\"object\":\"response\",\"deleted\":true}");
        for (var after : List.of(get(row), cancel(row), delete(row))) {
            assertRefused(after, 404, "there is no resp_");
        }
        assertThat(json(world.answer(Call.get("/v1/jobs/" + row.id())))
                        .at("/error/code")
                        .asText())
                .isEqualTo("deleted");
    }

    @Test
    void one_that_may_share_its_call_cannot_be_withdrawn() {
        var terms = new Terms(Terms.DEFAULT.onLate(), Terms.DEFAULT.onDoubt(), true);
        var row = created(terms, Samples.staged());
        assertRefused(cancel(row), 400, "may share its call");
        assertRefused(delete(row), 400, "may share its call");
        var ended = created(terms, Samples.succeeded(1));
        assertRefused(delete(ended), 400, "may share its call");
        assertThat(world.jobs.find(ended.id())).contains(ended);
    }

    @Test
    void one_that_ends_between_the_look_and_the_write_has_ended() {
        var row = row(Samples.staged());
        world.before(JobStore.class, "apply", () -> {
            var end = new JobEvent.End(Samples.ended(Ending.EXPIRED, 1));
            world.jobs.apply(List.of(new JobStore.Change(row.id(), end)));
        });
        assertRefused(cancel(row), 400, "has ended already");
    }

    @Test
    void anothers_a_forged_and_another_kind_of_job_are_not_there() {
        var done = Samples.succeeded(1).with(new Answer.Inline(200, Body.of("{\"secret\":1}")));
        var others = row(OTHER, "/v1/responses", Terms.DEFAULT, done);
        var chat = row(ACME, "/v1/chat/completions", Terms.DEFAULT, Samples.staged());
        var forged = new JobRow(
                new JobId("job_" + "0".repeat(37)), ACME, world.now, Optional.empty(), new JobState.Express(1));
        for (var row : List.of(others, chat, forged)) {
            for (var response : List.of(get(row), cancel(row), delete(row))) {
                assertRefused(response, 404, "there is no resp_");
            }
        }
        assertThat(world.jobs.find(chat.id())).contains(chat);
    }

    @Test
    void what_a_background_response_cannot_be_asked_is_said_in_the_envelope() {
        var row = row(Samples.staged());
        assertRefused(world.answer(one("GET", row.id(), "/input_items")), 400, "input");
        assertRefused(
                world.answer(one("GET", row.id(), "").query("stream", "true")), 400, "was not created with stream");
        assertRefused(world.answer(one("PUT", row.id(), "")), 405, "no such call");
    }

    @Test
    void a_response_that_the_provider_made_itself_is_not_looked_for_here() {
        assertRefused(
                world.answer(Call.get(RESPONSES + "/resp_67ccd3a9da748190baa7f1570fe91ac604becb25c45c1d41")),
                404,
                "made in a direct call");
    }

    @Test
    void another_provider_has_no_background_of_its_own() {
        var response = world.answer(Call.post(
                "/anthropic/v1/messages",
                "{\"model\":\"claude-x\",\"background\":true,\"max_tokens\":9,\"messages\":[]}"));
        assertThat(response.status()).isEqualTo(200);
        assertThat(world.anthropic.made).hasSize(1);
    }
}
