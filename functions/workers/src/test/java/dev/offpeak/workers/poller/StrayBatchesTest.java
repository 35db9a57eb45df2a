package dev.offpeak.workers.poller;

import static dev.offpeak.workers.StubProvider.success;
import static dev.offpeak.workers.StubProvider.view;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchState;
import dev.offpeak.core.bundle.Bundle;
import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.pricing.LedgerLine.Unused;
import dev.offpeak.core.provider.BatchApi.LookupOutcome;
import dev.offpeak.core.provider.BatchApi.Mark;
import dev.offpeak.core.provider.BatchApi.Sighting;
import dev.offpeak.core.provider.BatchView.Status;
import dev.offpeak.workers.StubProvider;
import dev.offpeak.workers.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Batches nobody follows, and batches their provider forgets.
class StrayBatchesTest {
    private static final BatchId BATCH = new BatchId("batch_0");
    private static final BatchId ORPHAN = new BatchId("batch_9");

    private final StubProvider stub = new StubProvider();
    private final World world = new World(stub);

    private Bundle bundle() {
        return world.bundles.rows().getFirst();
    }

    private Batch batch(BatchId id) {
        return world.batches.find(id).orElseThrow();
    }

    /// A create call of the bundle that was given up has landed, with the lines of its first upload.
    private void orphan() {
        stub.created.put(ORPHAN, stub.uploads.getFirst());
        stub.strangers.add(new Sighting(
                view(ORPHAN, new Status.Running("in_progress")),
                Optional.of(new Mark("file-gone", Optional.of(bundle().id())))));
        stub.lookups.put(ORPHAN, new LookupOutcome.Found(view(ORPHAN, new Status.Running("in_progress"))));
    }

    private void turn(int minutes) {
        world.turn(minutes);
    }

    @Test
    void an_orphan_of_a_submitted_bundle_is_cancelled_and_what_it_finished_is_metered() {
        world.stage(3);
        turn(2);
        assertThat(world.ended(Ending.SUCCEEDED)).hasSize(3);
        orphan();
        turn(62);
        assertThat(stub.canceled).containsExactly(ORPHAN);
        stub.lookups.remove(ORPHAN);
        turn(3);
        assertThat(batch(ORPHAN).state()).isInstanceOf(BatchState.Imported.class);
        assertThat(world.ended(Ending.SUCCEEDED)).hasSize(3);
        assertThat(world.succeededInLedger()).isEqualTo(3);
        assertThat(world.unusedInLedger().answers()).isEqualTo(3);
        assertThat(world.unusedInLedger().duplicateSpend().value()).isPositive();
    }

    @Test
    void an_orphan_never_sends_a_line_of_its_bundle_again() {
        world.stage(3);
        stub.lookups.put(BATCH, new LookupOutcome.Found(view(BATCH, new Status.Running("in_progress"))));
        turn(1);
        orphan();
        stub.rows = line -> List.of(StubProvider.expired(line));
        turn(62);
        stub.lookups.remove(ORPHAN);
        turn(3);
        assertThat(batch(ORPHAN).state()).isInstanceOf(BatchState.Imported.class);
        assertThat(world.segments.open(10)).isEmpty();
        assertThat(bundle().state()).isInstanceOf(BundleState.Submitted.class);
        stub.rows = line -> List.of(success(line));
        stub.lookups.clear();
        turn(10);
        assertThat(world.ended(Ending.SUCCEEDED)).hasSize(3).allMatch(row -> ((Settled) row.state()).attempt() == 1);
    }

    @Test
    void a_success_of_an_orphan_settles_a_job_that_has_none() {
        world.stage(3);
        stub.lookups.put(BATCH, new LookupOutcome.Found(view(BATCH, new Status.Running("in_progress"))));
        turn(1);
        orphan();
        turn(62);
        stub.lookups.remove(ORPHAN);
        turn(3);
        assertThat(world.ended(Ending.SUCCEEDED)).hasSize(3);
        assertThat(world.unusedInLedger()).isEqualTo(Unused.NONE);
    }

    @Test
    void an_orphan_of_a_bundle_that_waits_to_be_submitted_is_what_it_waits_for() {
        world.stage(3);
        world.bundler.run(world.until());
        var submitted = (BundleState.Submitted) bundle().state();
        stub.lookups.put(BATCH, new LookupOutcome.Found(view(BATCH, new Status.Running("in_progress"))));
        // the create call had been given up when its batch appeared
        var sealed = bundle().with(
                        new BundleState.Sealed(submitted.manifest()),
                        world.clock.instant().plus(Duration.ofHours(1)));
        world.bundles.replace(sealed);
        orphan();
        world.poller.run(world.until());
        assertThat(stub.canceled).isEmpty();
        stub.lookups.remove(ORPHAN);
        turn(5);
        assertThat(stub.uploads).hasSize(1);
        assertThat(bundle().state()).isEqualTo(new BundleState.Done(submitted.manifest(), ORPHAN));
        assertThat(world.ended(Ending.SUCCEEDED)).hasSize(3);
    }

    @Test
    void a_batch_with_a_mark_that_is_not_ours_is_left_alone() {
        world.stage(3);
        turn(1);
        stub.strangers.add(new Sighting(
                view(ORPHAN, new Status.Running("in_progress")), Optional.of(new Mark("file-x", Optional.empty()))));
        turn(70);
        assertThat(world.batches.find(ORPHAN)).isEmpty();
        assertThat(stub.canceled).isEmpty();
    }

    @Test
    void the_sweep_is_made_once_an_hour() {
        world.stage(1);
        turn(1);
        orphan();
        turn(50);
        assertThat(world.batches.find(ORPHAN)).isEmpty();
        turn(12);
        assertThat(world.batches.find(ORPHAN)).isPresent();
    }

    @Test
    void a_batch_that_is_not_found_for_less_than_an_hour_is_waited_for() {
        world.stage(3);
        stub.lookups.put(BATCH, new LookupOutcome.NotFound(StubProvider.failure(404, "not_found")));
        turn(50);
        assertThat(batch(BATCH).state()).isInstanceOf(BatchState.Missing.class);
        stub.lookups.put(BATCH, new LookupOutcome.Found(view(BATCH, new Status.Running("in_progress"))));
        turn(2);
        assertThat(batch(BATCH).state()).isInstanceOf(BatchState.Active.class);
        stub.lookups.clear();
        turn(5);
        assertThat(world.ended(Ending.SUCCEEDED)).hasSize(3);
        assertThat(stub.created).hasSize(1);
    }

    @Test
    void a_batch_that_is_listed_is_waited_for_even_if_it_is_not_found() {
        world.stage(3);
        stub.lookups.put(BATCH, new LookupOutcome.NotFound(StubProvider.failure(404, "not_found")));
        turn(5 * 60);
        assertThat(batch(BATCH).state()).isInstanceOf(BatchState.Missing.class);
        assertThat(stub.created).hasSize(1);
    }

    @Test
    void a_batch_that_is_neither_found_nor_listed_has_its_lines_sent_again() {
        world.stage(3);
        stub.lookups.put(BATCH, new LookupOutcome.NotFound(StubProvider.failure(404, "not_found")));
        turn(1);
        stub.created.remove(BATCH);
        turn(55);
        assertThat(world.segments.open(10)).isEmpty();
        turn(60);
        assertThat(world.ended(Ending.SUCCEEDED)).hasSize(3).allMatch(row -> ((Settled) row.state()).attempt() == 2);
    }
}
