package dev.offpeak.simulation;

import dev.offpeak.core.account.AccountStore;
import dev.offpeak.core.batch.BatchState;
import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.bundle.BundleStore;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.job.KeyStore;
import dev.offpeak.core.pricing.Ledger;
import dev.offpeak.core.queue.Outbox;
import dev.offpeak.core.segment.Segment;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.testkit.FakeAccountStore;
import dev.offpeak.testkit.FakeBatchStore;
import dev.offpeak.testkit.FakeBundleStore;
import dev.offpeak.testkit.FakeJobStore;
import dev.offpeak.testkit.FakeKeyStore;
import dev.offpeak.testkit.FakeLedger;
import dev.offpeak.testkit.FakeObjectStore;
import dev.offpeak.testkit.FakeSegmentStore;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/// The stores and queues of one run: the fakes that pass the contract suites.
final class Cloud {
    /// As the template has them.
    private static final Duration INTAKE_INVISIBLE = Duration.ofSeconds(180);

    private static final Duration RUNNER_INVISIBLE = Duration.ofSeconds(660);

    final FakeLedger ledger = new FakeLedger();
    final FakeJobStore jobs = new FakeJobStore(ledger);
    final FakeKeyStore keys = new FakeKeyStore();
    final FakeSegmentStore segments = new FakeSegmentStore();
    final FakeBundleStore bundles = new FakeBundleStore();
    final FakeBatchStore batches = new FakeBatchStore(ledger);
    final FakeAccountStore accounts = new FakeAccountStore();
    final FakeObjectStore objects = new FakeObjectStore();
    final Queue toIntake;
    final Queue express;

    Cloud(VirtualTime time, Chance chance, Consumer<Queue.Message> accepted) {
        toIntake = new Queue("jobs", time, chance.split(), INTAKE_INVISIBLE, accepted);
        express = new Queue("express", time, chance.split(), RUNNER_INVISIBLE, message -> {});
    }

    Ports ports(Faults faults) {
        return new Ports(
                faults.before(JobStore.class, jobs),
                faults.before(KeyStore.class, keys),
                faults.before(SegmentStore.class, segments),
                faults.before(BundleStore.class, bundles),
                faults.before(BatchStore.class, batches),
                faults.before(AccountStore.class, accounts),
                faults.before(ObjectStore.class, objects),
                faults.before(Ledger.class, ledger),
                faults.before(Outbox.class, toIntake),
                faults.before(Outbox.class, express));
    }

    boolean hasOpenSegments() {
        return segments.rows().stream().anyMatch(segment -> segment.state() instanceof Segment.State.Open);
    }

    boolean hasClaimedSegments() {
        return segments.rows().stream().anyMatch(segment -> segment.state() instanceof Segment.State.Claimed);
    }

    boolean hasBundlesUnderWay() {
        return !bundles.due(Instant.MAX, 1).isEmpty();
    }

    /// Whether nothing is left to do.
    boolean isAtRest() {
        return toIntake.isEmpty()
                && express.isEmpty()
                && !hasOpenSegments()
                && !hasBundlesUnderWay()
                && batches.rows().stream().allMatch(batch -> batch.state() instanceof BatchState.Imported)
                && jobs.rows().stream()
                        .allMatch(row ->
                                row.state() instanceof JobState.Settled || row.state() instanceof JobState.Following);
    }
}
