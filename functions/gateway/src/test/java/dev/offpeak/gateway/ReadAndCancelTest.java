package dev.offpeak.gateway;

import static dev.offpeak.gateway.Problems.assertProblem;
import static dev.offpeak.gateway.World.ACME;
import static dev.offpeak.gateway.World.OTHER;
import static dev.offpeak.gateway.World.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.core.bundle.Bundle;
import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobEvent;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.pricing.Cost;
import dev.offpeak.core.pricing.NanoDollars;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.routing.OnDoubt;
import dev.offpeak.core.routing.OnLate;
import dev.offpeak.core.routing.Terms;
import dev.offpeak.core.segment.SegmentEvent;
import dev.offpeak.gateway.http.Content;
import dev.offpeak.testkit.Samples;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadAndCancelTest {
    private final World world = new World();

    private Call get(JobRow row) {
        return Call.get("/v1/jobs/" + row.id());
    }

    private Call result(JobRow row) {
        return Call.get("/v1/jobs/" + row.id() + "/result");
    }

    private Call delete(JobRow row) {
        return Call.of("DELETE", "/v1/jobs/" + row.id());
    }

    private static JobState.Settled succeeded(Answer answer) {
        return new JobState.Settled(
                Ending.SUCCEEDED,
                2,
                "batch_68f2c1#40960",
                Samples.NOW.plusSeconds(3600),
                Optional.of(answer),
                new Usage(1_000, 20, 3, 4, 250, Usage.Tier.BATCH),
                Optional.of(new Cost(new NanoDollars(625_001), new NanoDollars(1_250_001))),
                Optional.empty());
    }

    @Test
    void an_id_that_is_young_and_has_no_row_is_queued() {
        var id = world.fresh(ACME, world.now.minus(Duration.ofDays(14)).plusMillis(1));
        var response = world.answer(Call.get("/v1/jobs/" + id));
        assertThat(response.body().text()).isEqualTo("{\"id\":\"" + id + "\",\"state\":\"QUEUED\"}");
        assertThat(response.headers()).containsKey("Retry-After");
        assertProblem(world.answer(Call.get("/v1/jobs/" + id + "/result")), 409, "not-ended");
    }

    @Test
    void an_id_older_than_any_message_and_without_a_row_is_nobodys() {
        var id = world.fresh(ACME, world.now.minus(Duration.ofDays(14)));
        for (var call : List.of(
                Call.get("/v1/jobs/" + id),
                Call.get("/v1/jobs/" + id + "/result"),
                Call.of("DELETE", "/v1/jobs/" + id))) {
            assertProblem(world.answer(call), 404, "no-such-job");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "job_", "job_0000000000000000000000000000000000000", "JOB_1", "%2e"})
    void an_id_without_proof_is_nobodys(String id) {
        assertProblem(world.answer(Call.get("/v1/jobs/" + id)), 404, "no-such-job", id);
        assertProblem(world.answer(Call.get("/v1/jobs/" + id + "/result")), 404, "no-such-job");
        assertProblem(world.answer(Call.of("DELETE", "/v1/jobs/" + id)), 404, "no-such-job");
    }

    @Test
    void another_tenants_job_looks_like_one_that_is_not_there() {
        var others = world.row(OTHER, succeeded(new Answer.Inline(200, Body.of("{\"secret\":1}"))));
        var absent = new JobIds(message -> new byte[16]).derived(OTHER, world.now, "x");
        for (var call : List.of(get(others), result(others), delete(others))) {
            var response = world.answer(call);
            assertProblem(response, 404, "no-such-job");
            var nothing = world.answer(new Call(
                    call.method(),
                    call.path().replace(others.id().value(), absent.value()),
                    call.headers(),
                    call.query(),
                    call.body(),
                    call.authorizer()));
            assertThat(response.body().text())
                    .isEqualTo(nothing.body()
                            .text()
                            .replace(absent.value(), others.id().value()));
        }
        assertThat(world.jobs.find(others.id())).contains(others);
    }

    @Test
    void an_ended_job_shows_all_there_is() {
        var row = world.row(ACME, succeeded(new Answer.Inline(200, Body.of("{\"b\": 1, \"b\":2}"))));
        var response = world.answer(get(row));
        var json = json(response);
        assertThat(json.path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(json.path("lane").asText()).isEqualTo("BATCH");
        assertThat(json.path("why").asText()).contains("nobody is waiting");
        assertThat(json.path("batch").asText()).isEqualTo("batch_68f2c1");
        assertThat(json.path("attempt").asInt()).isEqualTo(2);
        assertThat(json.path("accepted_at").asText()).isEqualTo("2026-11-23T12:00:00.123Z");
        assertThat(json.path("ended_at").asText()).isEqualTo("2026-11-23T13:00:00.123Z");
        assertThat(json.path("deadline").asText()).isNotEmpty();
        assertThat(json.at("/usage/input_tokens").asInt()).isEqualTo(1_027);
        assertThat(json.at("/usage/tier").asText()).isEqualTo("BATCH");
        assertThat(json.at("/cost/paid_usd").asText()).isEqualTo("0.000625001");
        assertThat(json.at("/cost/saved_usd").asText()).isEqualTo("0.000625000");
        assertThat(json.path("label").asText()).isEqualTo("nightly");
        assertThat(response.body().text()).endsWith("\"result\":{\"b\": 1, \"b\":2}}");
        assertThat(response.headers()).doesNotContainKey("Retry-After");
    }

    @Test
    void a_large_result_is_shown_by_reference() {
        world.objects.putIfAbsent("results/x", new byte[200_000]);
        var row = world.row(ACME, succeeded(new Answer.Stored(200, "results/x", 10, 70_000)));
        var json = json(world.answer(get(row)));
        assertThat(json.has("result")).isFalse();
        assertThat(json.path("result_url").asText()).isEqualTo("/v1/jobs/" + row.id() + "/result");
    }

    @Test
    void a_result_is_the_providers_bytes() {
        var inline = new byte[] {'{', ' ', (byte) 0xff, 0, '}'};
        var row = world.row(ACME, succeeded(new Answer.Inline(201, Body.of(inline))));
        var response = world.answer(result(row));
        assertThat(response.status()).isEqualTo(201);
        assertThat(response.body().toBytes()).isEqualTo(inline);
        assertThat(response.headers()).containsEntry("Offpeak-Provider-Status", "201");
        assertThat(json(world.answer(get(row))).has("result")).isFalse();
    }

    @Test
    void a_result_in_a_shared_file_is_served_by_its_range_only() {
        world.objects.putIfAbsent("results/x", "{\"others\":1}\n{ \"é\" : 1e400 }\n{}".getBytes(UTF_8));
        var row = world.row(ACME, succeeded(new Answer.Stored(200, "results/x", 13, 16)));
        assertThat(world.answer(result(row)).body()).isEqualTo(Body.of("{ \"é\" : 1e400 }"));
        assertThat(world.answer(get(row)).body().text()).contains("\"result\":{ \"é\" : 1e400 }");
    }

    @Test
    void a_result_too_large_to_be_held_is_handed_on_as_it_is_read() {
        var large = ("{\"text\":\"" + "x".repeat(5_000_000) + "\"}").getBytes(UTF_8);
        world.objects.putIfAbsent("results/x", large);
        var row = world.row(ACME, succeeded(new Answer.Stored(200, "results/x", 0, large.length)));
        var response = world.desk().answer(result(row).request());
        assertThat(response.content()).isInstanceOf(Content.Passing.class);
        assertThat(response.headers()).containsEntry("Content-Type", "application/json");
        assertThat(world.answer(result(row)).body()).isEqualTo(Body.of(large));
    }

    @Test
    void a_large_answer_of_a_direct_call_is_called_a_stream_if_it_is_one() {
        for (var start : List.of("event: x\ndata: ", "<html>")) {
            var large = (start + "x".repeat(5_000_000)).getBytes(UTF_8);
            var key = "answers/" + start.length();
            world.objects.putIfAbsent(key, large);
            var direct = Samples.succeededInline(1).with(new Answer.Stored(200, key, 0, large.length));
            world.now = world.now.plusSeconds(1);
            assertThat(world.answer(result(world.row(ACME, direct))).headers())
                    .containsEntry(
                            "Content-Type",
                            start.startsWith("event") ? "text/event-stream" : "application/octet-stream");
        }
    }

    @Test
    void a_large_result_that_the_store_breaks_off_is_no_whole_answer() {
        world.objects.putIfAbsent("results/x", new byte[5_000_000]);
        var row = world.row(ACME, succeeded(new Answer.Stored(200, "results/x", 0, 5_000_001)));
        var source =
                ((Content.Passing) world.desk().answer(result(row).request()).content()).source();
        assertThatThrownBy(() -> source.writeTo(OutputStream.nullOutputStream()))
                .isInstanceOf(Content.BrokenAnswer.class)
                .hasMessageContaining("5000000");
    }

    @Test
    void a_job_that_failed_with_a_providers_answer_gives_that_answer() {
        var refusal = "{ \"error\":{\"message\":\"too long\"} }";
        world.objects.putIfAbsent("results/x", ("{}\n" + refusal + "\n{}").getBytes(UTF_8));
        var failed = Samples.ended(Ending.FAILED, 3);
        for (var answer : List.of(
                new Answer.Inline(400, Body.of(refusal)), new Answer.Stored(400, "results/x", 3, refusal.length()))) {
            var row = world.row(ACME, failed.with(answer));
            var response = world.answer(result(row));
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.body()).isEqualTo(Body.of(refusal));
            assertThat(response.headers())
                    .containsEntry("Offpeak-Provider-Status", "400")
                    .containsEntry("x-should-retry", "false");

            var json = json(world.answer(get(row)));
            assertThat(json.path("state").asText()).isEqualTo("FAILED");
            assertThat(json.path("status").asInt()).isEqualTo(400);
            assertThat(json.path("result_url").asText()).isEqualTo("/v1/jobs/" + row.id() + "/result");
            assertThat(json.at("/result/error/message").asText()).isEqualTo("too long");
            assertThat(json.has("usage") || json.has("cost")).isFalse();
        }
    }

    @Test
    void a_job_that_failed_without_an_answer_has_a_reason_and_no_result() {
        var row = world.row(ACME, Samples.ended(Ending.FAILED, 3));
        assertThat(json(world.answer(get(row))).at("/error/code").asText()).isEqualTo("context_length_exceeded");
        assertProblem(world.answer(result(row)), 409, "no-result", "FAILED", "the prompt is too long");
    }

    @Test
    void what_a_staged_job_waits_for_is_worked_out() {
        var segment = Samples.segment();
        world.segments.commit(segment);
        var row = world.row(ACME, new JobState.Staged(1, segment.id(), 3));
        assertThat(state(row)).isEqualTo("QUEUED");
        assertThat(world.answer(get(row)).headers()).containsKey("Retry-After");
        var bundle = Samples.bundle();
        world.segments.apply(segment.id(), new SegmentEvent.Claim(bundle.id()), world.now);
        assertThat(state(row)).isEqualTo("QUEUED");
        world.bundles.create(bundle);
        assertThat(state(row)).isEqualTo("BUNDLED");
        Bundle submitted = bundle.with(new BundleState.Submitted("manifest", new BatchId("batch_1")), world.now);
        world.bundles.replace(submitted);
        assertThat(state(row)).isEqualTo("SUBMITTED");
        assertThat(json(world.answer(get(row))).path("batch").asText()).isEqualTo("batch_1");
        assertProblem(world.answer(result(row)), 409, "not-ended");
    }

    @Test
    void a_job_in_a_direct_call_is_running() {
        assertThat(state(world.row(ACME, new JobState.Express(1, Optional.of(Samples.intent())))))
                .isEqualTo("RUNNING");
    }

    private String state(JobRow row) {
        return json(world.answer(get(row))).path("state").asText();
    }

    @Test
    void a_job_dropped_on_the_queue_is_found_by_its_name_or_message() {
        var named = new JobRow(
                world.ids.ofReference(ACME, "ticket 7"), ACME, world.now, Optional.empty(), new JobState.Express(1));
        var dropped = new JobRow(
                world.ids.ofMessage(ACME, "m-1"), ACME, world.now, Optional.empty(), new JobState.Express(1));
        world.jobs.insert(List.of(named, dropped));
        var search = Call.get("/v1/jobs");
        assertThat(json(world.answer(search.query("reference", "ticket 7")))
                        .path("id")
                        .asText())
                .isEqualTo(named.id().value());
        assertThat(json(world.answer(search.query("message_id", "m-1")))
                        .path("id")
                        .asText())
                .isEqualTo(dropped.id().value());
        assertProblem(world.answer(search.query("reference", "m-1")), 404, "no-such-job");
        assertProblem(world.answer(search), 400, "bad-query", "reference");
        assertProblem(
                world.answer(search.query("reference", "a").query("message_id", "b")), 400, "bad-query", "either");
    }

    @Test
    void deleting_what_is_still_in_the_queue_leaves_a_mark_for_intake() {
        var id = json(world.answer(Call.post("/v1/jobs", World.JOB))).path("id").asText();
        var response = world.answer(Call.of("DELETE", "/v1/jobs/" + id));
        assertThat(response.status()).isEqualTo(200);
        assertThat(json(response).path("state").asText()).isEqualTo("CANCELED");
        var row = world.jobs.rows().getFirst();
        assertThat(row.id().value()).isEqualTo(id);
        assertThat(((JobState.Settled) row.state()).ending()).isEqualTo(Ending.CANCELED);
    }

    @Test
    void deleting_a_staged_job_withdraws_its_line() {
        var staged = Samples.staged();
        var row = world.row(ACME, staged);
        assertThat(json(world.answer(delete(row))).path("state").asText()).isEqualTo("CANCELED");
        assertThat(world.segments.withdrawn(staged.segment()).contains(staged.line()))
                .isTrue();
    }

    @Test
    void deleting_an_express_job_ends_it() {
        var row = world.row(ACME, new JobState.Express(1, Optional.of(Samples.intent())));
        assertThat(json(world.answer(delete(row))).path("state").asText()).isEqualTo("CANCELED");
    }

    @Test
    void deleting_twice_is_as_good_as_once() {
        var row = world.row(ACME, Samples.staged());
        var first = world.answer(delete(row));
        world.now = world.now.plusSeconds(60);
        var second = world.answer(delete(row));
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
    }

    @ParameterizedTest
    @EnumSource(
            value = Ending.class,
            names = {"SUCCEEDED", "FAILED", "EXPIRED", "REJECTED"})
    void what_has_ended_cannot_be_withdrawn(Ending ending) {
        var row = world.row(ACME, Samples.ended(ending, 1));
        assertProblem(world.answer(delete(row)), 409, "ended", ending.name());
        assertThat(world.jobs.find(row.id())).contains(row);
    }

    @Test
    void a_job_that_ends_between_the_look_and_the_write_is_told_as_ended() {
        var row = world.row(ACME, Samples.staged());
        world.before(JobStore.class, "apply", () -> {
            var end = new JobEvent.End(Samples.ended(Ending.EXPIRED, 1));
            world.jobs.apply(List.of(new JobStore.Change(row.id(), end)));
        });
        assertProblem(world.answer(delete(row)), 409, "ended", "EXPIRED");
    }

    /// A job that said it may share its call.
    private JobRow sharing(JobState state) {
        var usual = Samples.particulars();
        var particulars = new JobRow.Particulars(
                usual.provider(),
                usual.endpoint(),
                usual.model(),
                usual.lane(),
                usual.why(),
                usual.deadline(),
                Optional.of("own label"),
                usual.group(),
                new Terms(OnLate.EXPRESS, OnDoubt.FAIL, true));
        var row = new JobRow(Samples.jobId(ACME), ACME, world.now, Optional.of(particulars), state);
        world.jobs.insert(List.of(row));
        return row;
    }

    private void settle(JobRow row, JobState.Settled settled) {
        world.jobs.apply(List.of(new JobStore.Change(row.id(), new JobEvent.Succeed(settled))));
    }

    @Test
    void a_job_that_shares_a_call_shows_what_becomes_of_its_leader_and_costs_nothing() {
        var segment = Samples.segment();
        world.segments.commit(segment);
        var leader = sharing(new JobState.Staged(1, segment.id(), 3));
        var follower = sharing(new JobState.Following(leader.id()));
        var waits = world.answer(get(follower));
        assertThat(json(waits).path("state").asText()).isEqualTo("QUEUED");
        assertThat(json(waits).path("shared_with").asText())
                .isEqualTo(leader.id().value());
        assertThat(waits.headers()).containsKey("Retry-After");
        assertProblem(world.answer(result(follower)), 409, "not-ended");
        assertThat(json(world.answer(get(leader))).has("shared_with")).isFalse();

        settle(leader, succeeded(new Answer.Inline(200, Body.of("{\"a\": 1}"))));
        var json = json(world.answer(get(follower)));
        assertThat(json.path("id").asText()).isEqualTo(follower.id().value());
        assertThat(json.path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(json.path("label").asText()).isEqualTo("own label");
        assertThat(json.at("/usage/input_tokens").asInt()).isEqualTo(1_027);
        assertThat(json.at("/cost/paid_usd").asText()).isEqualTo("0.000000000");
        assertThat(json.at("/cost/standard_usd").asText()).isEqualTo("0.000000000");
        assertThat(json.path("result_url").asText()).isEqualTo("/v1/jobs/" + follower.id() + "/result");
        assertThat(world.answer(get(follower)).body().text()).endsWith("\"result\":{\"a\": 1}}");
        assertThat(world.answer(result(follower)).body()).isEqualTo(Body.of("{\"a\": 1}"));
        assertThat(json(world.answer(get(leader))).at("/cost/paid_usd").asText())
                .isEqualTo("0.000625001");
    }

    @Test
    void a_job_that_shares_a_call_is_found_by_its_own_name() {
        var leader = sharing(Samples.staged());
        var named = new JobRow(
                world.ids.ofReference(ACME, "ticket 8"),
                ACME,
                world.now,
                Optional.of(Samples.particulars()),
                new JobState.Following(leader.id()));
        world.jobs.insert(List.of(named));
        var found = json(world.answer(Call.get("/v1/jobs").query("reference", "ticket 8")));
        assertThat(found.path("id").asText()).isEqualTo(named.id().value());
        assertThat(found.path("shared_with").asText()).isEqualTo(leader.id().value());
    }

    @Test
    void a_job_whose_leader_is_long_over_or_anothers_is_not_there() {
        var forgotten = sharing(new JobState.Following(Samples.jobId(ACME)));
        var others = world.row(OTHER, succeeded(new Answer.Inline(200, Body.of("{\"secret\":1}"))));
        var astray = sharing(new JobState.Following(others.id()));
        for (var row : List.of(forgotten, astray)) {
            assertProblem(world.answer(get(row)), 404, "no-such-job");
            assertProblem(world.answer(result(row)), 404, "no-such-job");
            assertProblem(world.answer(delete(row)), 404, "no-such-job");
        }
    }

    @Test
    void a_job_that_may_share_its_call_cannot_be_withdrawn_by_anybody() {
        var leader = sharing(Samples.staged());
        var follower = sharing(new JobState.Following(leader.id()));
        assertProblem(world.answer(delete(leader)), 409, "shared", leader.id().value());
        assertProblem(
                world.answer(delete(follower)), 409, "shared", follower.id().value());
        assertThat(world.jobs.find(leader.id())).contains(leader);

        settle(leader, succeeded(new Answer.Inline(200, Body.of("{}"))));
        assertProblem(world.answer(delete(follower)), 409, "ended", "SUCCEEDED");
    }

    @Test
    void a_job_that_becomes_a_follower_while_it_is_withdrawn_cannot_be() {
        var leader = sharing(Samples.staged());
        var id = world.fresh(ACME, world.now);
        var row = new JobRow(id, ACME, world.now, leader.particulars(), new JobState.Following(leader.id()));
        world.before(JobStore.class, "insert", () -> world.jobs.insert(List.of(row)));
        assertProblem(world.answer(delete(row)), 409, "shared");
    }

    @Test
    void a_job_that_intake_takes_in_meanwhile_is_cancelled_all_the_same() {
        var id = world.fresh(ACME, world.now);
        var staged = Samples.staged();
        var row = new JobRow(id, ACME, world.now, Optional.of(Samples.particulars()), staged);
        world.before(JobStore.class, "insert", () -> world.jobs.insert(List.of(row)));
        assertThat(json(world.answer(delete(row))).path("state").asText()).isEqualTo("CANCELED");
        assertThat(world.segments.withdrawn(staged.segment()).contains(staged.line()))
                .isTrue();
    }
}
