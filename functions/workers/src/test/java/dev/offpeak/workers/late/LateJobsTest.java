package dev.offpeak.workers.late;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchState;
import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.deadline.Lateness;
import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.pricing.LedgerLine.Unused;
import dev.offpeak.core.provider.BatchApi.CreateOutcome;
import dev.offpeak.core.provider.BatchApi.LookupOutcome;
import dev.offpeak.core.provider.BatchApi.UploadOutcome;
import dev.offpeak.core.provider.BatchView.Status;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.workers.Effects;
import dev.offpeak.workers.EveryFault;
import dev.offpeak.workers.StubProvider;
import dev.offpeak.workers.World;
import dev.offpeak.workers.intake.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Jobs whose batch will not be done in time, from wherever they stand.
class LateJobsTest {
    private static final BatchId BATCH = new BatchId("batch_0");

    private final StubProvider stub = new StubProvider();
    private final World world = new World(stub);

    private static void take(World world, int jobs, String onLate) {
        var deliveries = new ArrayList<Delivery>();
        for (int i = 0; i < jobs; i++) {
            deliveries.add(world.sealed(
                    "m" + i,
                    i % 2 == 0 ? World.ACME : World.ZEN,
                    World.chat("question " + i, ",\"deadline\":\"4h\",\"onLate\":\"" + onLate + "\"")));
        }
        assertThat(world.takeIn.take(deliveries)).isEmpty();
    }

    private static void turn(World world, int minutes) {
        for (int i = 0; i < minutes; i++) {
            world.step(() -> world.bundler.run(world.until()));
            world.step(() -> world.poller.run(world.until()));
            world.turnRunner(1);
        }
    }

    private void runs() {
        stub.lookups.put(BATCH, new LookupOutcome.Found(StubProvider.view(BATCH, new Status.Running("in_progress"))));
    }

    private static void assertInTime(World world, int jobs, Ending ending) {
        assertThat(world.ended(ending)).hasSize(jobs);
        for (JobRow row : world.jobs.rows()) {
            var at = ((Settled) row.state()).at();
            assertThat(at).isBefore(row.particulars().orElseThrow().deadline().plus(Lateness.EPSILON));
        }
    }

    @Test
    void a_batch_that_does_not_end_is_cancelled_and_its_jobs_are_overtaken_when_that_does_not_end_it_either() {
        take(world, 6, "express");
        runs();
        turn(world, 239);
        assertThat(stub.canceled).containsExactly(BATCH);
        assertInTime(world, 6, Ending.SUCCEEDED);
        assertThat(world.jobs.rows())
                .allMatch(row -> ((Settled) row.state()).by().startsWith("express#"));
        stub.lookups.clear();
        turn(world, 5);
        assertThat(world.unusedInLedger().answers()).isEqualTo(6);
        assertThat(world.unusedInLedger().duplicateSpend().value()).isPositive();
        assertThat(world.batches.rows().getFirst().state()).isInstanceOf(BatchState.Imported.class);
    }

    @Test
    void a_batch_that_ends_by_its_cancel_keeps_what_it_finished() {
        take(world, 6, "express");
        runs();
        turn(world, 200);
        stub.rows = line -> line.contains("question 1\"") || line.contains("question 4\"")
                ? List.of(StubProvider.success(line))
                : List.of(StubProvider.expired(line));
        stub.cancels.put(BATCH, new LookupOutcome.Found(StubProvider.view(BATCH, new Status.Canceling())));
        while (stub.canceled.isEmpty()) {
            turn(world, 1);
        }
        turn(world, 3);
        assertThat(world.batches.rows().getFirst().due())
                .as("looked at every minute now")
                .isBeforeOrEqualTo(world.clock.instant());
        stub.lookups.clear();
        turn(world, 15);
        assertInTime(world, 6, Ending.SUCCEEDED);
        assertThat(stub.calls).hasSize(4);
        assertThat(world.unusedInLedger()).isEqualTo(Unused.NONE);
        assertThat(world.paidInLedger()).isEqualTo(world.paidInRows());
    }

    @Test
    void a_provider_that_cannot_be_asked_does_not_make_jobs_late() {
        take(world, 4, "express");
        stub.lookups.put(BATCH, new LookupOutcome.Unavailable(StubProvider.failure(503, "down")));
        turn(world, 239);
        assertInTime(world, 4, Ending.SUCCEEDED);
    }

    @Test
    void jobs_that_may_be_late_stay_with_their_batch() {
        take(world, 4, "wait");
        runs();
        turn(world, 300);
        assertThat(stub.canceled).isEmpty();
        assertThat(world.jobs.rows()).allMatch(row -> row.state() instanceof JobState.Staged);
        stub.lookups.clear();
        turn(world, 15);
        assertThat(world.ended(Ending.SUCCEEDED)).hasSize(4);
        assertThat(stub.calls).isEmpty();
    }

    @Test
    void jobs_that_are_of_no_use_late_end_as_expired_at_their_deadline_and_late_answers_are_metered() {
        take(world, 4, "expire");
        runs();
        turn(world, 245);
        assertInTime(world, 4, Ending.EXPIRED);
        assertThat(world.failedInLedger()).isEqualTo(4);
        assertThat(stub.calls).isEmpty();
        stub.lookups.clear();
        turn(world, 15);
        assertInTime(world, 4, Ending.EXPIRED);
        assertThat(world.unusedInLedger().canceledSpend().value()).isPositive();
    }

    @Test
    void what_cannot_be_submitted_is_called_directly_in_time() {
        stub.uploadAnswers.addAll(
                Collections.nCopies(1_000, new UploadOutcome.Unavailable(StubProvider.failure(503, "down"))));
        take(world, 4, "express");
        turn(world, 239);
        assertInTime(world, 4, Ending.SUCCEEDED);
        assertThat(stub.created).isEmpty();
        assertThat(world.bundles.rows()).allMatch(bundle -> bundle.state() instanceof BundleState.Failed);
        assertThat(world.segments.open(10)).isEmpty();
    }

    @Test
    void a_create_call_in_doubt_does_not_make_jobs_late_and_its_batch_is_cancelled_once_it_is_found() {
        take(world, 4, "express");
        turn(world, 1);
        stub.creations.add(new CreateOutcome.InDoubt("timeout"));
        stub.lookups.put(BATCH, new LookupOutcome.Unavailable(StubProvider.failure(503, "down")));
        stub.hidden = true;
        turn(world, 239);
        assertInTime(world, 4, Ending.SUCCEEDED);
        assertThat(world.bundles.rows()).noneMatch(bundle -> bundle.state() instanceof BundleState.Submitted);
        assertThat(stub.created).hasSizeLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"express", "expire"})
    void a_queue_that_stood_still_past_a_deadline_ends_its_jobs(String onLate) {
        var delivery =
                world.sealed("m", World.ACME, World.chat("late", ",\"deadline\":\"4h\",\"onLate\":\"" + onLate + "\""));
        world.advance(Duration.ofHours(5));
        assertThat(world.takeIn.take(List.of(delivery))).isEmpty();
        assertThat(world.ended(Ending.EXPIRED)).hasSize(1);
    }

    @Test
    void a_queue_that_stood_still_until_a_deadline_is_near_sends_its_jobs_to_the_express_lane() {
        var delivery = world.sealed("m", World.ACME, World.chat("late", ",\"deadline\":\"4h\""));
        world.advance(Duration.ofHours(3).plusMinutes(40));
        assertThat(world.takeIn.take(List.of(delivery))).isEmpty();
        world.turnRunner(1);
        assertInTime(world, 1, Ending.SUCCEEDED);
    }

    @Test
    void a_job_that_was_moved_and_not_sent_is_sent_when_it_is_hurried_again_after_its_deadline() {
        stub.uploadAnswers.addAll(
                Collections.nCopies(1_000, new UploadOutcome.Unavailable(StubProvider.failure(503, "down"))));
        take(world, 4, "express");
        world.express.refuse(message -> true);
        for (int i = 0; i < 245; i++) {
            world.bundler.run(world.until());
            world.advance(Duration.ofMinutes(1));
        }
        assertThat(world.jobs.rows()).allMatch(row -> row.state() instanceof JobState.Express);
        world.express.refuse(message -> false);
        turn(world, 3);
        assertThat(world.ended(Ending.EXPIRED)).hasSize(4);
    }

    @Test
    void a_crowd_that_is_hurried_in_two_runs_is_sent_once_but_for_the_portion_that_broke() {
        stub.uploadAnswers.addAll(
                Collections.nCopies(1_000, new UploadOutcome.Unavailable(StubProvider.failure(503, "down"))));
        take(world, 450, "express");
        world.express.refuse(message -> world.express.sent().size() >= 420);
        long moved = 0;
        for (int i = 0; i < 245 && moved < 450; i++) {
            world.bundler.run(world.until());
            world.advance(Duration.ofMinutes(1));
            moved = world.jobs.rows().stream()
                    .filter(row -> row.state() instanceof JobState.Express)
                    .count();
        }
        world.express.refuse(message -> false);
        world.bundler.run(world.until());
        assertThat(world.express.sent().stream().map(Envelope::id).distinct()).hasSize(450);
        assertThat(world.express.sent()).hasSizeLessThanOrEqualTo(450 + 20);
        turn(world, 3);
        assertInTime(world, 450, Ending.SUCCEEDED);
    }

    @Test
    void a_crowd_that_would_rather_expire_does_and_is_counted_once() {
        stub.uploadAnswers.addAll(
                Collections.nCopies(1_000, new UploadOutcome.Unavailable(StubProvider.failure(503, "down"))));
        take(world, 450, "expire");
        turn(world, 245);
        assertInTime(world, 450, Ending.EXPIRED);
        assertThat(world.failedInLedger()).isEqualTo(450);
    }

    @Test
    void what_a_large_batch_leaves_when_it_is_cancelled_in_time_does_not_go_into_another() {
        var slow = new StubProvider().callsPerMinute(2);
        var world = new World(slow);
        take(world, 120, "express");
        slow.lookups.put(BATCH, new LookupOutcome.Found(StubProvider.view(BATCH, new Status.Running("in_progress"))));
        while (slow.canceled.isEmpty()) {
            turn(world, 1);
        }
        slow.rows = line -> List.of(StubProvider.expired(line));
        slow.lookups.clear();
        turn(world, 20);
        assertThat(slow.created).hasSize(1);
        assertThat(slow.calls).hasSize(120);
        assertInTime(world, 120, Ending.SUCCEEDED);
    }

    @Test
    void a_batch_whose_account_was_taken_out_of_the_settings_does_not_make_jobs_late() {
        take(world, 4, "express");
        turn(world, 40);
        assertThat(stub.created).hasSize(1);
        runs();
        turn(world, 1);
        var row = world.batches.rows().getFirst();
        var moved = new Batch(
                row.id(),
                row.bundle(),
                row.manifest(),
                row.key(),
                new AccountId("gone"),
                row.lines(),
                row.tenants(),
                row.createdAt(),
                row.expiresAt(),
                row.urgency(),
                row.state(),
                row.counts(),
                row.due(),
                row.version());
        assertThat(world.batches
                        .replace(moved.with(moved.state(), moved.counts(), moved.due()), List.of())
                        .isDone())
                .isTrue();
        turn(world, 250);
        assertInTime(world, 4, Ending.SUCCEEDED);
        assertThat(world.batches.rows().getFirst().state()).isInstanceOf(BatchState.Imported.class);
        assertThat(world.bundles.rows()).allMatch(bundle -> bundle.state() instanceof BundleState.Done);
    }

    @Test
    void a_job_whose_row_cannot_be_read_comes_again() {
        var delivery = world.sealed("m", World.ACME, World.chat("late", ",\"deadline\":\"4h\""));
        world.effects.fail(3, Effects.How.DIES_BEFORE);
        world.step(() -> world.takeIn.take(List.of(delivery)));
        world.advance(Duration.ofHours(5));
        world.effects.forgetRows = true;
        assertThat(world.takeIn.take(List.of(delivery))).containsExactly("m");
    }

    /// As simulation seed 4509 found it: its first intake wrote the row and died before it committed the segment.
    @ParameterizedTest
    @ValueSource(ints = {220, 250})
    void a_job_whose_first_intake_died_is_not_lost_when_it_comes_again_too_late_for_a_batch(int minutes) {
        for (int nth = 1; nth < 5; nth++) {
            var dying = new World(new StubProvider());
            var delivery = dying.sealed("m", World.ACME, World.chat("late", ",\"deadline\":\"4h\""));
            dying.effects.fail(nth, Effects.How.DIES_BEFORE);
            dying.step(() -> dying.takeIn.take(List.of(delivery)));
            dying.advance(Duration.ofMinutes(minutes));
            dying.effects.quietly(
                    () -> assertThat(dying.takeIn.take(List.of(delivery))).isEmpty());
            turn(dying, 60);
            assertThat(dying.states()).as("after effect " + nth).isEqualTo("{Settled=1}");
        }
    }

    @Test
    void whatever_goes_wrong_while_jobs_are_hurried_each_ends_once_and_in_time() {
        var stubs = new ArrayList<StubProvider>();
        int tried = EveryFault.of(
                () -> {
                    var other = new StubProvider();
                    stubs.add(other);
                    other.uploadAnswers.addAll(Collections.nCopies(
                            1_000, new UploadOutcome.Unavailable(StubProvider.failure(503, "down"))));
                    var late = new World(other);
                    late.effects.quietly(() -> {
                        take(late, 5, "express");
                        turn(late, 215);
                    });
                    return late;
                },
                late -> {
                    turn(late, 80);
                    assertThat(late.states()).isEqualTo("{Settled=5}");
                    assertThat(late.succeededInLedger() + late.failedInLedger()).isEqualTo(5);
                    assertThat(stubs.getLast().calls.size()).isLessThanOrEqualTo(5);
                });
        assertThat(tried).isGreaterThan(50);
    }

    @Test
    void whatever_goes_wrong_while_a_batch_is_overtaken_each_job_ends_once_and_every_answer_is_accounted_for() {
        var stubs = new ArrayList<StubProvider>();
        int tried = EveryFault.of(
                () -> {
                    var other = new StubProvider();
                    stubs.add(other);
                    other.lookups.put(
                            BATCH,
                            new LookupOutcome.Found(StubProvider.view(BATCH, new Status.Running("in_progress"))));
                    var late = new World(other);
                    late.effects.quietly(() -> {
                        take(late, 5, "express");
                        turn(late, 219);
                    });
                    return late;
                },
                late -> {
                    turn(late, 30);
                    stubs.getLast().lookups.clear();
                    turn(late, 60);
                    assertThat(late.states()).isEqualTo("{Settled=5}");
                    assertThat(late.succeededInLedger() + late.failedInLedger()).isEqualTo(5);
                    assertThat(late.paidInLedger()).isEqualTo(late.paidInRows());
                    assertThat(late.batches.rows()).allMatch(batch -> batch.state() instanceof BatchState.Imported);
                    var unused = late.unusedInLedger();
                    assertThat(stubs.getLast().calls.size() + 5)
                            .as("paid answers")
                            .isLessThanOrEqualTo(
                                    (int) (late.succeededInLedger() + unused.answers() + unused.inDoubt()));
                });
        assertThat(tried).isGreaterThan(50);
    }
}
