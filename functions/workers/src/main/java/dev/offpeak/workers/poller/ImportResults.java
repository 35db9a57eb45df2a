package dev.offpeak.workers.poller;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchEvent;
import dev.offpeak.core.batch.BatchState.Checkpoint;
import dev.offpeak.core.batch.BatchState.Copied;
import dev.offpeak.core.batch.BatchState.Tally;
import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.bundle.Bundle;
import dev.offpeak.core.bundle.BundleEvent;
import dev.offpeak.core.bundle.BundleState.Fenced;
import dev.offpeak.core.bundle.BundleState.Reconcile;
import dev.offpeak.core.bundle.BundleState.Submitted;
import dev.offpeak.core.bundle.BundleState.Submitting;
import dev.offpeak.core.bundle.BundleStore;
import dev.offpeak.core.bundle.Manifest;
import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.job.JobState.Reason;
import dev.offpeak.core.provider.Dialect;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.segment.SegmentEvent;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.core.store.Write;
import dev.offpeak.workers.bundles.Bundles;
import dev.offpeak.workers.lines.LineStream;
import dev.offpeak.workers.lines.Manifests;
import dev.offpeak.workers.lines.Roster;
import dev.offpeak.workers.lines.SettleChunk;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Settles jobs from a batch's copied results, a chunk of rows at a time. After each chunk a checkpoint is written
/// together with what the chunk added to the ledger; a run that dies repeats at most one chunk, and counts it once.
public final class ImportResults {
    private static final Logger LOG = System.getLogger(ImportResults.class.getName());

    private static final Reason MISSING = new Reason("missing_row", "the provider's results have no row for it");

    private final Providers providers;
    private final Stores stores;
    private final SettleChunk settle;
    private final JobIds ids;
    private final InstantSource clock;

    /// Where batches, bundles, segments and bytes are kept.
    public record Stores(BatchStore batches, BundleStore bundles, SegmentStore segments, ObjectStore objects) {}

    public ImportResults(Providers providers, Stores stores, SettleChunk settle, JobIds ids, InstantSource clock) {
        this.providers = providers;
        this.stores = stores;
        this.settle = settle;
        this.ids = ids;
        this.clock = clock;
    }

    /// Goes on from the checkpoint until all is imported or time is up.
    ///
    /// @return the batch when it is imported; empty when it is to be looked at again
    Optional<Batch> advance(Batch batch, Copied copied, Instant until) throws IOException {
        var manifest = Manifests.read(stores.objects(), batch.manifest());
        var run = new Run(batch, copied, Roster.read(stores.objects(), manifest, ids));
        if (!run.importAll(until)) {
            return Optional.empty();
        }
        finish(run.batch, manifest);
        return Moves.move(stores.batches(), run.batch, new BatchEvent.Finish(), clock.instant(), List.of());
    }

    /// Before the batch says IMPORTED, so that a run that dies here is repeated.
    private void finish(Batch batch, Manifest manifest) throws IOException {
        for (var entry : manifest.entries()) {
            var write =
                    stores.segments().apply(entry.segment(), new SegmentEvent.Finish(batch.bundle()), clock.instant());
            if (write instanceof Write.NotDone<?>(var why)) {
                throw new IOException("segment " + entry.segment() + " could not be finished: " + why);
            }
        }
        var bundle = stores.bundles().find(batch.bundle());
        if (bundle.isPresent() && !isFinished(bundle.get(), batch)) {
            throw new IOException("bundle " + batch.bundle() + " was moved by somebody else");
        }
    }

    /// A bundler that died between the batch's row and its bundle's leaves the bundle in doubt; its batch answers that.
    private boolean isFinished(Bundle bundle, Batch batch) {
        var bundles = new Bundles(stores.bundles());
        var adopted = switch (bundle.state()) {
            case Submitting submitting -> bundles.move(bundle, new BundleEvent.Adopt(batch.id()), clock.instant());
            case Reconcile reconcile -> bundles.move(bundle, new BundleEvent.Adopt(batch.id()), clock.instant());
            case Fenced fenced -> bundles.move(bundle, new BundleEvent.Adopt(batch.id()), clock.instant());
            default -> Optional.of(bundle);
        };
        return adopted.filter(found -> !(found.state() instanceof Submitted)
                        || bundles.move(found, new BundleEvent.Finish(), clock.instant())
                                .isPresent())
                .isPresent();
    }

    /// One invocation's part of an import.
    private final class Run {
        private final Roster roster;
        private final Dialect dialect;
        private final List<String> objects;
        private final Set<CustomId> seen = new HashSet<>();
        private Batch batch;
        private Checkpoint at;

        Run(Batch batch, Copied copied, Roster roster) {
            this.batch = batch;
            this.at = copied.checkpoint();
            this.objects = copied.objects();
            this.roster = roster;
            this.dialect = providers.get(batch.key().provider()).dialect();
        }

        boolean importAll(Instant until) throws IOException {
            for (int i = 0; i < objects.size(); i++) {
                if (!importObject(i, until)) {
                    return false;
                }
            }
            return settleUnseen(until);
        }

        /// Rows before the checkpoint are read for their ids only: what is missing is known from all of them.
        private boolean importObject(int index, Instant until) throws IOException {
            var object = objects.get(index);
            long size = stores.objects().size(object).orElseThrow(() -> new IOException(object + " is not there"));
            var reader = new ReadRows(batch, dialect, roster);
            try (var rows = new LineStream(stores.objects().open(object, 0, size), 0)) {
                var chunk = new Chunk(roster);
                int unread = 0;
                while (rows.next()) {
                    if (rows.length() == 0) {
                        continue;
                    }
                    var verdict = reader.judge(object, rows);
                    verdict.ifPresent(found -> seen.add(found.id()));
                    if (isPast(index, rows.offset())) {
                        continue;
                    }
                    verdict.ifPresent(chunk::add);
                    unread += verdict.isPresent() ? 0 : 1;
                    if (chunk.isFull()) {
                        if (!settle(chunk, at(index, rows.nextOffset()), unread) || isOver(until)) {
                            return false;
                        }
                        chunk = new Chunk(roster);
                        unread = 0;
                    }
                }
                return at.object() > index || settle(chunk, at(index + 1, 0), unread);
            }
        }

        private boolean isPast(int index, long offset) {
            return index < at.object() || (index == at.object() && offset < at.offset());
        }

        private Checkpoint at(int object, long offset) {
            return new Checkpoint(object, offset, at.tally());
        }

        private boolean isOver(Instant until) {
            return clock.instant().isAfter(until);
        }

        /// Lines without a row: all of them when the batch was refused, otherwise those the provider lost. The
        /// checkpoint counts lines here, in the order they were sent.
        private boolean settleUnseen(Instant until) throws IOException {
            var problems = Problems.read(stores.objects(), batch);
            var order = roster.order();
            if (problems.isEmpty() && seen.size() < order.size()) {
                LOG.log(Level.WARNING, "batch {0}: {1} lines have no row", batch.id(), order.size() - seen.size());
            }
            var chunk = new Chunk(roster);
            for (int i = Math.toIntExact(at.offset()); i < order.size(); i++) {
                var id = order.get(i);
                if (!seen.contains(id)) {
                    chunk.add(
                            problems.isPresent()
                                    ? problems.get().judge(batch, id, i + 1, roster, clock.instant())
                                    : ReadRows.again(id, batch.id() + "#missing", MISSING));
                }
                if (chunk.isFull()) {
                    if (!settle(chunk, at(objects.size(), i + 1), 0) || isOver(until)) {
                        return false;
                    }
                    chunk = new Chunk(roster);
                }
            }
            return chunk.verdicts().isEmpty() || settle(chunk, at(objects.size(), order.size()), 0);
        }

        private boolean settle(Chunk chunk, Checkpoint to, int unread) throws IOException {
            var name = at.object() + ":" + at.offset();
            var settled = settle.settle(batch, name, chunk.verdicts(), roster, clock.instant());
            var tally = at.tally().plus(settled.tally()).plus(new Tally(0, 0, 0, unread));
            var checkpoint = new Checkpoint(to.object(), to.offset(), tally);
            var moved = Moves.move(
                    stores.batches(), batch, new BatchEvent.Advance(checkpoint), clock.instant(), settled.ledger());
            if (moved.isEmpty()) {
                // another poller is at it, and as far
                return false;
            }
            batch = moved.get();
            at = checkpoint;
            return true;
        }
    }
}
