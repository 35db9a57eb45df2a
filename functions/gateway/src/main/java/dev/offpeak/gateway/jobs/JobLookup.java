package dev.offpeak.gateway.jobs;

import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.bundle.BundleStore;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.segment.Segment;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.core.store.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Finds a job and works out what to show of it: one read when it has ended, up to three before, and one more where it
/// shares the call of another.
public final class JobLookup {
    /// Longest a message lives in a queue; an id older than that with no row was never accepted, or is long over.
    private static final Duration QUEUE_RETENTION = Duration.ofDays(14);

    private final JobIds ids;
    private final Stores stores;
    private final InstantSource clock;

    public record Stores(JobStore jobs, SegmentStore segments, BundleStore bundles, ObjectStore objects) {}

    public JobLookup(JobIds ids, Stores stores, InstantSource clock) {
        this.ids = ids;
        this.stores = stores;
        this.clock = clock;
    }

    public sealed interface Found {
        /// @param leader the job whose call it shares: the row then says, at no cost, what has become of that one
        record Row(JobRow row, Optional<JobId> leader) implements Found {}

        /// Accepted, and still on its way to its row.
        record OnItsWay(JobId id) implements Found {}

        /// Not this tenant's, or nobody's: the two look the same from outside.
        record Nothing() implements Found {}
    }

    public Found find(TenantId tenant, String text) {
        if (!JobId.looksLike(text)) {
            return new Found.Nothing();
        }
        var id = new JobId(text);
        if (!ids.proves(id, tenant)) {
            return new Found.Nothing();
        }
        var row = stores.jobs().find(id);
        if (row.isPresent()) {
            return row.get().tenant().equals(tenant) ? look(row.get()) : new Found.Nothing();
        }
        boolean young = ids.time(id)
                .map(time -> clock.instant().isBefore(time.plus(QUEUE_RETENTION)))
                .orElse(true);
        return young ? new Found.OnItsWay(id) : new Found.Nothing();
    }

    /// What a row says, by way of its leader if it has one.
    Found look(JobRow row) {
        if (!(row.state() instanceof JobState.Following(var leader))) {
            return new Found.Row(row, Optional.empty());
        }
        // where the leader is gone its retention is over, and its answer with it
        return stores.jobs()
                .find(leader)
                .filter(found -> found.tenant().equals(row.tenant()))
                .<Found>map(found -> new Found.Row(row.with(shared(found.state())), Optional.of(leader)))
                .orElseGet(Found.Nothing::new);
    }

    private static JobState shared(JobState leader) {
        return leader instanceof JobState.Settled settled ? settled.atNoCost() : leader;
    }

    public Found byName(TenantId tenant, Optional<String> reference, Optional<String> messageId) {
        return reference
                .map(name -> ids.ofReference(tenant, name))
                .or(() -> messageId.map(name -> ids.ofMessage(tenant, name)))
                .flatMap(stores.jobs()::find)
                .map(this::look)
                .orElseGet(Found.Nothing::new);
    }

    public JobView view(Found.Row found, int largestResult) throws IOException {
        return view(found.row(), largestResult).sharing(found.leader());
    }

    private JobView view(JobRow row, int largestResult) throws IOException {
        return switch (row.state()) {
            case JobState.Staged staged -> staged(row, staged.segment());
            case JobState.Express express ->
                new JobView(
                        row, express.intent().isPresent() ? "RUNNING" : "QUEUED", Optional.empty(), Optional.empty());
            // no leader follows another; were it so, there would be nothing to tell
            case JobState.Following following -> new JobView(row, "QUEUED", Optional.empty(), Optional.empty());
            case JobState.Settled settled ->
                new JobView(row, settled.ending().name(), batchOf(settled), small(settled, largestResult));
        };
    }

    public Optional<Body> result(JobState.Settled settled) throws IOException {
        if (settled.answer().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (settled.answer().get()) {
                    case Answer.Inline inline -> inline.body();
                    case Answer.Stored stored ->
                        Body.of(stores.objects().read(stored.object(), stored.offset(), stored.length()));
                });
    }

    /// As much of a large answer as tells what it is.
    Body start(Answer.Stored answer) throws IOException {
        return Body.of(stores.objects().read(answer.object(), answer.offset(), Math.min(answer.length(), 16)));
    }

    /// A large answer, read as it is handed on.
    StoredAnswer stream(Answer.Stored answer) {
        return new StoredAnswer(stores.objects(), answer);
    }

    private Optional<Body> small(JobState.Settled settled, int largest) throws IOException {
        boolean fits = settled.answer()
                .map(answer -> switch (answer) {
                    case Answer.Inline inline -> inline.body().length() <= largest;
                    case Answer.Stored stored -> stored.length() <= largest;
                })
                .orElse(false);
        return fits ? result(settled) : Optional.empty();
    }

    private JobView staged(JobRow row, SegmentId segment) {
        var bundle = stores.segments()
                .find(segment)
                .filter(found -> found.state() instanceof Segment.State.Claimed)
                .map(found -> ((Segment.State.Claimed) found.state()).bundle());
        return bundle.map(id -> bundled(row, id))
                .orElseGet(() -> new JobView(row, "QUEUED", Optional.empty(), Optional.empty()));
    }

    private JobView bundled(JobRow row, BundleId id) {
        var state = stores.bundles().find(id).map(bundle -> bundle.state());
        if (state.isEmpty()) {
            return new JobView(row, "QUEUED", Optional.empty(), Optional.empty());
        }
        return switch (state.get()) {
            case BundleState.Claiming claiming -> new JobView(row, "BUNDLED", Optional.empty(), Optional.empty());
            case BundleState.Sealed sealed -> new JobView(row, "BUNDLED", Optional.empty(), Optional.empty());
            case BundleState.Uploaded uploaded -> new JobView(row, "BUNDLED", Optional.empty(), Optional.empty());
            case BundleState.Submitting submitting -> new JobView(row, "SUBMITTED", Optional.empty(), Optional.empty());
            case BundleState.Reconcile reconcile -> new JobView(row, "SUBMITTED", Optional.empty(), Optional.empty());
            case BundleState.Fenced fenced -> new JobView(row, "SUBMITTED", Optional.empty(), Optional.empty());
            case BundleState.Submitted submitted ->
                new JobView(row, "SUBMITTED", Optional.of(submitted.batch()), Optional.empty());
            case BundleState.Done done -> new JobView(row, "SUBMITTED", Optional.of(done.batch()), Optional.empty());
            case BundleState.Failed failed -> new JobView(row, "QUEUED", Optional.empty(), Optional.empty());
        };
    }

    /// A job settled by a batch says so in `by`: `<batch id>#<offset>`.
    private static Optional<BatchId> batchOf(JobState.Settled settled) {
        int hash = settled.by().indexOf('#');
        return hash > 0 && settled.by().contains("batch_")
                ? Optional.of(new BatchId(settled.by().substring(0, hash)))
                : Optional.empty();
    }
}
