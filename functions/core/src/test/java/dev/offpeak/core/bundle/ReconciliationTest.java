package dev.offpeak.core.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.bundle.BundleState.Creation;
import dev.offpeak.core.bundle.Reconciliation.Doubt;
import dev.offpeak.core.bundle.Reconciliation.Verdict;
import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.provider.BatchApi.Mark;
import dev.offpeak.core.provider.BatchApi.Sighting;
import dev.offpeak.core.provider.BatchView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReconciliationTest {
    private static final Instant INTENT = Instant.parse("2026-11-23T12:00:00Z");
    private static final BundleId BUNDLE = new BundleId("bundle_a");
    private static final int LINES = 42;

    @Test
    void a_batch_with_our_mark_is_found_at_any_time_and_whatever_its_count() {
        var ours = marked("batch_1", "file-1", 0);
        for (var late : List.of(Duration.ZERO, Duration.ofMinutes(9), Duration.ofHours(3))) {
            assertThat(decide(doubt("file-1", Optional.empty()), List.of(marked("batch_0", "file-0", 0), ours), late))
                    .isEqualTo(new Verdict.Found(ours.batch()));
            assertThat(decide(doubt("file-1", Optional.of(INTENT.plusSeconds(600))), List.of(ours), late))
                    .isEqualTo(new Verdict.Found(ours.batch()));
        }
    }

    @Test
    void a_batch_of_an_earlier_create_call_of_the_same_bundle_is_ours_too() {
        var late = new Sighting(
                view("batch_1", LINES, 5), Optional.of(new Mark("file-of-the-first-call", Optional.of(BUNDLE))));
        var other = new Sighting(
                view("batch_0", LINES, 1), Optional.of(new Mark("file-0", Optional.of(new BundleId("bundle_b")))));
        assertThat(decide(doubt("file-1", Optional.empty()), List.of(other, late), Duration.ofMinutes(1)))
                .isEqualTo(new Verdict.Found(late.batch()));
    }

    @Test
    void absence_counts_only_after_the_grace_then_the_fence_then_a_last_look() {
        assertThat(decide(doubt("file-1", Optional.empty()), List.of(), Duration.ofMinutes(9)))
                .isEqualTo(new Verdict.Wait(INTENT.plus(Reconciliation.GRACE)));
        assertThat(decide(doubt("file-1", Optional.empty()), List.of(), Duration.ofMinutes(10)))
                .isEqualTo(new Verdict.Fence());
        var fenced = INTENT.plus(Duration.ofMinutes(10));
        assertThat(decide(doubt("file-1", Optional.of(fenced)), List.of(), Duration.ofMinutes(14)))
                .isEqualTo(new Verdict.Wait(fenced.plus(Reconciliation.SETTLE)));
        assertThat(decide(doubt("file-1", Optional.of(fenced)), List.of(), Duration.ofMinutes(15)))
                .isEqualTo(new Verdict.NeverHappened());
    }

    @Test
    void a_marked_batch_of_the_same_size_is_not_ours_without_our_mark() {
        assertThat(decide(
                        doubt("file-1", Optional.empty()),
                        List.of(marked("batch_0", "file-0", 1)),
                        Duration.ofMinutes(1)))
                .isInstanceOf(Verdict.Wait.class);
    }

    @Test
    void without_marks_the_only_unadopted_batch_of_that_time_and_size_is_ours() {
        var ours = unmarked("msgbatch_1", LINES, 5);
        var sightings = List.of(
                unmarked("msgbatch_2", LINES + 1, 5),
                unmarked("msgbatch_adopted", LINES, 1),
                unmarked("msgbatch_before", LINES, -200),
                unmarked("msgbatch_after", LINES, 3_000),
                ours);
        assertThat(decide(doubt("", Optional.empty()), sightings, Duration.ofMinutes(1)))
                .isEqualTo(new Verdict.Found(ours.batch()));
    }

    @Test
    void without_marks_a_call_that_was_carried_out_late_is_still_ours() {
        var late = unmarked("msgbatch_1", LINES, 7 * 60);
        assertThat(decide(doubt("", Optional.empty()), List.of(late), Duration.ofMinutes(9)))
                .isEqualTo(new Verdict.Found(late.batch()));
    }

    @Test
    void without_marks_absence_takes_longer_and_needs_no_fence() {
        assertThat(decide(doubt("", Optional.empty()), List.of(), Duration.ofMinutes(29)))
                .isEqualTo(new Verdict.Wait(INTENT.plus(Reconciliation.GRACE_UNMARKED)));
        assertThat(decide(doubt("", Optional.empty()), List.of(), Duration.ofMinutes(30)))
                .isEqualTo(new Verdict.NeverHappened());
    }

    private static Verdict decide(Doubt doubt, List<Sighting> sightings, Duration after) {
        return Reconciliation.decide(doubt, sightings, id -> id.value().endsWith("adopted"), INTENT.plus(after));
    }

    private static Doubt doubt(String upload, Optional<Instant> fencedAt) {
        return new Doubt(BUNDLE, new Creation(1, new AccountId("main"), upload, INTENT), LINES, fencedAt);
    }

    private static Sighting marked(String id, String upload, int seconds) {
        return new Sighting(view(id, LINES, seconds), Optional.of(new Mark(upload, Optional.empty())));
    }

    private static Sighting unmarked(String id, int total, int seconds) {
        return new Sighting(view(id, total, seconds), Optional.empty());
    }

    private static BatchView view(String id, int total, int seconds) {
        return new BatchView(
                new BatchId(id),
                new BatchView.Status.Running("in_progress"),
                new BatchView.Counts(total, 0, 0),
                INTENT.plusSeconds(seconds),
                Optional.empty());
    }
}
