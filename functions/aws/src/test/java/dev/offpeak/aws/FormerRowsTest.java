package dev.offpeak.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.offpeak.core.batch.BatchState;
import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.deadline.Urgency;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.routing.OnLate;
import dev.offpeak.core.routing.Terms;
import dev.offpeak.core.segment.Segment;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Rows as the version before deadlines, quotas and metering wrote them: a deployment meets them on its way, and its
/// functions must go on with them. Nothing in here is built by the code that is tested.
class FormerRowsTest {
    private static final String KEY = "default\u001fH24\u001fopenai\u001f/v1/chat/completions\u001fgpt-5.4-mini";
    private static final Instant CREATED = Instant.parse("2026-11-23T12:00:00.123Z");

    private static Row row(Map<String, AttributeValue> item) {
        return new Row(item);
    }

    private static AttributeValue time(Instant at) {
        return Attributes.time(at);
    }

    private static Map<String, AttributeValue> with(
            Map<String, AttributeValue> item, String name, AttributeValue value) {
        var more = new HashMap<>(item);
        more.put(name, value);
        return more;
    }

    private static final Map<String, AttributeValue> JOB = Map.ofEntries(
            Map.entry("id", fromS("job_06gwdywkm9g7x9s3xk1c3v1rw4j8c1d2e3f4g")),
            Map.entry("tnt", fromS("acme")),
            Map.entry("acc", fromN("1795435200.123")),
            Map.entry("prv", fromS("openai")),
            Map.entry("end", fromS("/v1/chat/completions")),
            Map.entry("mdl", fromS("gpt-5.4-mini")),
            Map.entry("lane", fromS("BATCH")),
            Map.entry("why", fromS("nobody is waiting and it is due in 24 h")),
            Map.entry("due", fromN("1795521600.123")),
            Map.entry("attempt", fromN("1")),
            Map.entry("segment", fromS("seg_a")),
            Map.entry("line", fromN("3")),
            Map.entry("ttl", fromN("1798545600")));

    @Test
    void a_job_wants_what_everybody_wanted() {
        var job = JobItems.row(row(JOB));
        assertThat(job.particulars().orElseThrow().terms()).isEqualTo(Terms.DEFAULT);
        assertThat(job.state()).isInstanceOf(JobState.Staged.class);
    }

    @Test
    void a_job_settled_by_its_own_direct_call_has_none_under_way() {
        var settled = with(
                with(
                        with(
                                with(JOB, "ending", fromS("SUCCEEDED")),
                                "intent",
                                fromL(List.of(fromN("1795435200"), fromN("1795435900")))),
                        "by",
                        fromS("express#1")),
                "at",
                fromN("1795435300"));
        assertThat(((JobState.Settled) JobItems.row(row(settled)).state()).underWay())
                .isEmpty();
    }

    @Test
    void a_segment_is_for_jobs_that_are_hurried_when_late() {
        var segment = SegmentItems.segment(row(Map.ofEntries(
                Map.entry("id", fromS("seg_a")),
                Map.entry("key", fromS(KEY)),
                Map.entry("object", fromS("segments/a")),
                Map.entry("offset", fromN("0")),
                Map.entry("bytes", fromN("1000")),
                Map.entry("lines", fromN("3")),
                Map.entry("inputs", fromN("0")),
                Map.entry("tenants", AttributeValue.fromM(Map.of("acme", fromN("3")))),
                Map.entry("opened", time(CREATED)),
                Map.entry("earliest", time(CREATED.plus(Duration.ofDays(1)))),
                Map.entry("due", time(CREATED)),
                Map.entry("state", fromS("OPEN")),
                Map.entry("queue", fromS("open#1")))));
        assertThat(segment.key().onLate()).isEqualTo(OnLate.EXPRESS);
        assertThat(segment.state()).isInstanceOf(Segment.State.Open.class);
    }

    @Test
    void a_bundle_in_any_state_is_due_a_day_after_it_was_made_and_holds_its_jobs() {
        var plain = Map.of(
                "id", fromS("bundle_a"),
                "key", fromS(KEY),
                "created", time(CREATED),
                "due", time(CREATED),
                "version", fromN("7"),
                "manifest", fromS("manifests/a"),
                "batch", fromS("batch_1"),
                "why", fromS("refused"));
        Stream.of("SEALED", "SUBMITTED", "DONE", "FAILED").forEach(state -> {
            var bundle = BundleItems.bundle(row(with(plain, "state", fromS(state))));
            assertThat(bundle.urgency()).isEqualTo(Urgency.by(CREATED.plus(Duration.ofDays(1))));
            assertThat(bundle.version()).isEqualTo(7);
        });
        assertThat(BundleItems.bundle(row(with(plain, "state", fromS("SUBMITTED"))))
                        .state())
                .isInstanceOfSatisfying(
                        BundleState.Submitted.class,
                        submitted -> assertThat(submitted.guess()).isEmpty());
    }

    @Test
    void a_batch_is_due_a_day_after_it_was_adopted() {
        var batch = BatchItems.batch(row(Map.ofEntries(
                Map.entry("id", fromS("batch#batch_1")),
                Map.entry("batch", fromS("batch_1")),
                Map.entry("bundle", fromS("bundle_a")),
                Map.entry("manifest", fromS("manifests/a")),
                Map.entry("key", fromS(KEY)),
                Map.entry("account", fromS("openai")),
                Map.entry("lines", fromN("3")),
                Map.entry("tenants", AttributeValue.fromM(Map.of("acme", fromN("3")))),
                Map.entry("created", time(CREATED)),
                Map.entry("counts", fromL(List.of(fromN("3"), fromN("1"), fromN("0")))),
                Map.entry("due", time(CREATED)),
                Map.entry("version", fromN("2")),
                Map.entry("state", fromS("ACTIVE")),
                Map.entry("queue", fromS("batch")))));
        assertThat(batch.urgency()).isEqualTo(Urgency.by(CREATED.plus(Duration.ofDays(1))));
        assertThat(batch.state()).isInstanceOf(BatchState.Active.class);
    }

    @Test
    void files_of_a_callers_batch_live_as_long_as_is_usual_and_its_model_and_usage_are_not_known() {
        var batch = CallerItems.batch(row(Map.ofEntries(
                Map.entry("id", fromS("caller-batch#06gwdywkm9g7x9s3xk1c3v1r")),
                Map.entry("name", fromS("06gwdywkm9g7x9s3xk1c3v1r")),
                Map.entry("tenant", fromS("acme")),
                Map.entry("provider", fromS("openai")),
                Map.entry("endpoint", fromS("/v1/embeddings")),
                Map.entry("created", time(CREATED)),
                Map.entry("expires", time(CREATED.plus(Duration.ofDays(1)))),
                Map.entry("lines", fromL(List.of(fromN("3"), fromN("1")))),
                Map.entry("input", fromS("file-1")),
                Map.entry("metadata", AttributeValue.fromM(Map.of("team", fromS("red")))),
                Map.entry("tally", fromL(List.of(fromN("0"), fromN("0"), fromN("0"), fromN("0")))),
                Map.entry("made", fromL(List.of(fromN("0"), fromN("0"), fromN("0")))),
                Map.entry("version", fromN("2")))));
        var input = batch.what().input().orElseThrow();
        assertThat(input.file()).isEqualTo("file-1");
        assertThat(input.metadata()).containsEntry("team", "red");
        assertThat(input.outputLife()).isEmpty();
        assertThat(input.model()).isEmpty();
        assertThat(batch.course().made().usage()).isEmpty();
    }

    @Test
    void a_ledger_line_has_wasted_nothing() {
        var line = LedgerItems.line(row(Map.of(
                "scope", fromS("acme"),
                "line", fromS("2026-11-23#BATCH#openai#gpt-5.4-mini"),
                "succeeded", fromN("3"),
                "failed", fromN("0"),
                "unpriced", fromN("0"),
                "input", fromN("30"),
                "output", fromN("3"),
                "paid", fromN("5"),
                "standard", fromN("10"))));
        assertThat(line.amounts().unused()).isEqualTo(dev.offpeak.core.pricing.LedgerLine.Unused.NONE);
        assertThat(line.amounts().cost().paid().value()).isEqualTo(5);
    }
}
