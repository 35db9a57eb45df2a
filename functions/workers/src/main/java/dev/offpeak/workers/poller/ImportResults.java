package dev.offpeak.workers.poller;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchEvent;
import dev.offpeak.core.batch.BatchState.Checkpoint;
import dev.offpeak.core.batch.BatchState.Copied;
import dev.offpeak.core.batch.BatchState.Tally;
import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.bundle.BundleStore;
import dev.offpeak.core.bundle.Manifest;
import dev.offpeak.core.deadline.Lateness;
import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.job.JobState.Reason;
import dev.offpeak.core.provider.Dialect;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.segment.SegmentEvent;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.core.store.Write;
import dev.offpeak.workers.accounts.AccountBooks;
import dev.offpeak.workers.bundles.Ownership;
import dev.offpeak.workers.lines.LineStream;
import dev.offpeak.workers.lines.Manifests;
import dev.offpeak.workers.lines.Roster;
import dev.offpeak.workers.lines.SettleChunk;
import dev.offpeak.workers.lines.Verdict;
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
///
/// Only the batch that its bundle calls its own decides about lines that are not answered. From any other, one that
/// landed after it had been given up, successes are taken and nothing else.
public final class ImportResults {
    private static final Logger LOG = System.getLogger(ImportResults.class.getName());

    private static final Reason MISSING = new Reason("missing_row", "the provider's results have no row for it");

    private final Providers providers;
    private final Stores stores;
    private final SettleChunk settle;
    private final JobIds ids;
    private final InstantSource clock;
    private final Ownership ownership;

    /// Where batches, bundles, segments and bytes are kept, and what accounts are known to take.
    public record Stores(
            BatchStore batches,
            BundleStore bundles,
            SegmentStore segments,
            ObjectStore objects,
            AccountBooks accounts) {}

    public ImportResults(Providers providers, Stores stores, SettleChunk settle, JobIds ids, InstantSource clock) {
        this.providers = providers;
        this.stores = stores;
        this.settle = settle;
        this.ids = ids;
        this.clock = clock;
        this.ownership = new Ownership(stores.bundles(), clock);
    }

    /// Goes on from the checkpoint until all is imported or time is up.
    ///
    /// @return the batch when it is imported; empty when it is to be looked at again
    Optional<Batch> advance(Batch batch, Copied copied, Instant until) throws IOException {
        var manifest = Manifests.read(stores.objects(), batch.manifest());
        var owns = ownership.claim(batch);
        var run = new Run(batch, copied, Roster.read(stores.objects(), manifest, ids), owns);
        boolean isAll = run.importAll(until);
        stores.accounts().learned(batch, run.sample.bytes(), run.sample.tokens());
        if (!isAll) {
            return Optional.empty();
        }
        if (owns && run.isStrangers()) {
            LOG.log(Level.WARNING, "batch {0} holds no line of bundle {1}", batch.id(), batch.bundle());
            ownership.disown(batch);
        } else if (owns) {
            finish(run.batch, manifest);
        }
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
        ownership.finish(batch);
    }

    /// One invocation's part of an import.
    private final class Run {
        private final Roster roster;
        private final Sample sample;
        private final Dialect dialect;
        private final List<String> objects;
        private final boolean owns;
        private final Set<CustomId> seen = new HashSet<>();
        private Batch batch;
        private Checkpoint at;
        private boolean foreign;

        Run(Batch batch, Copied copied, Roster roster, boolean owns) {
            this.batch = batch;
            this.at = copied.checkpoint();
            this.objects = copied.objects();
            this.roster = roster;
            this.sample = new Sample(roster);
            this.owns = owns;
            this.dialect = providers.get(batch.key().provider()).dialect();
        }

        boolean importAll(Instant until) throws IOException {
            for (int i = 0; i < objects.size(); i++) {
                if (!importObject(i, until)) {
                    return false;
                }
            }
            return !owns || isStrangers() || settleUnseen(until);
        }

        /// A batch that was only presumed to be ours, and of which every row is somebody else's.
        boolean isStrangers() {
            return foreign && seen.isEmpty() && ownership.isGuessed(batch);
        }

        /// Rows before the checkpoint are read for their ids only: what is missing is known from all of them.
        private boolean importObject(int index, Instant until) throws IOException {
            var object = objects.get(index);
            long size = stores.objects().size(object).orElseThrow(() -> new IOException(object + " is not there"));
            var reader = new ReadRows(batch, dialect, roster, retries());
            try (var rows = new LineStream(stores.objects().open(object, 0, size), 0)) {
                var chunk = new Chunk(roster);
                int unread = 0;
                while (rows.next()) {
                    if (rows.length() == 0) {
                        continue;
                    }
                    var verdict = reader.judge(object, rows);
                    verdict.ifPresent(found -> seen.add(found.id()));
                    foreign |= verdict.isEmpty();
                    if (isPast(index, rows.offset())) {
                        continue;
                    }
                    var wanted = verdict.filter(found -> owns || found instanceof Verdict.Success);
                    wanted.ifPresent(chunk::add);
                    wanted.ifPresent(sample::add);
                    unread += wanted.isPresent() ? 0 : 1;
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

        private Retries retries() {
            var calls = providers.get(batch.key().provider()).callsPerMinute();
            return new Retries(batch, roster, new Lateness(calls), clock.instant());
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
            int rows = problems.map(found -> found.pieces(order.size())).orElse(Chunk.ROWS);
            var chunk = new Chunk(roster, rows);
            for (int i = Math.toIntExact(at.offset()); i < order.size(); i++) {
                var id = order.get(i);
                if (!seen.contains(id)) {
                    chunk.add(
                            problems.isPresent()
                                    ? problems.get().judge(batch, id, i + 1, retries())
                                    : retries().tried(id, batch.id() + "#missing", MISSING));
                }
                if (chunk.isFull()) {
                    if (!settle(chunk, at(objects.size(), i + 1), 0) || isOver(until)) {
                        return false;
                    }
                    chunk = new Chunk(roster, rows);
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
