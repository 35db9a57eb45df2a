package dev.offpeak.workers.intake;

import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.job.JobEvent;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.segment.BundleKey;
import dev.offpeak.core.segment.LineSet;
import dev.offpeak.core.segment.Segment;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.core.store.Write;
import dev.offpeak.workers.intake.Staging.Place;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Stages batch jobs: one object, then the rows that name their lines, then the segments with the lines that won.
///
/// A segment that was never committed holds nobody's line for good: whoever meets a row naming one that is old enough
/// voids it and takes the line over.
public final class StageBatchJobs {
    private static final Logger LOG = System.getLogger(StageBatchJobs.class.getName());

    /// No intake that could still commit is older: its time limit and a minute.
    static final Duration COMMIT_GRACE = Duration.ofSeconds(90);

    private final Staging staging;
    private final JobStore jobs;
    private final SegmentStore segments;
    private final ObjectStore objects;

    public StageBatchJobs(Staging staging, JobStore jobs, SegmentStore segments, ObjectStore objects) {
        this.staging = staging;
        this.jobs = jobs;
        this.segments = segments;
        this.objects = objects;
    }

    /// @return the deliveries that must come again
    Set<Integer> stage(List<Incoming.Good> batch, Instant now) {
        if (batch.isEmpty()) {
            return Set.of();
        }
        var layout = staging.lay(batch, now);
        try {
            objects.putIfAbsent(layout.object(), layout.bytes());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "object {0} was not written: {1}", layout.object(), e.getMessage());
            return deliveries(layout.places());
        }
        var again = new TreeSet<Integer>();
        var won = win(layout.places(), now, again);
        for (var draft : layout.drafts()) {
            var lines = won.getOrDefault(draft.id(), new BitSet());
            if (!lines.isEmpty() && !commit(draft.segment(layout.object(), LineSet.of(lines), now))) {
                again.addAll(deliveries(draft.places()));
            }
        }
        return again;
    }

    private boolean commit(Segment segment) {
        return switch (segments.commit(segment)) {
            case Write.Done<Segment> done -> true;
            // voided by somebody who took us for dead
            case Write.Lost<Segment> lost -> false;
            case Write.NotDone<Segment>(var why) -> {
                LOG.log(Level.WARNING, "segment {0} was not committed: {1}", segment.id(), why);
                yield false;
            }
        };
    }

    private Map<SegmentId, BitSet> win(List<Place> places, Instant now, Set<Integer> again) {
        var writes = jobs.insert(places.stream()
                .map(place -> place.job().row(new JobState.Staged(1, place.segment(), place.line())))
                .toList());
        var neighbours = new Neighbours(now);
        var won = new HashMap<SegmentId, BitSet>();
        var free = new ArrayList<TakeOver>();
        for (int i = 0; i < places.size(); i++) {
            var place = places.get(i);
            var claim = switch (writes.get(i)) {
                case Write.Done<JobRow> done -> Claim.MINE;
                case Write.Lost<JobRow>(var current) ->
                    current.map(row -> claim(place, row, neighbours, free)).orElse(Claim.AGAIN);
                case Write.NotDone<JobRow> notDone -> Claim.AGAIN;
            };
            settle(place, claim, won, again);
        }
        takeOver(free, won, again);
        return won;
    }

    private static void settle(Place place, Claim claim, Map<SegmentId, BitSet> won, Set<Integer> again) {
        switch (claim) {
            case MINE ->
                won.computeIfAbsent(place.segment(), id -> new BitSet()).set(place.line());
            case AGAIN -> again.add(place.job().delivery());
            case DUPLICATE, FREE -> {}
        }
    }

    /// A line whose row names a segment that will never send it.
    private record TakeOver(Place place, SegmentId from) {
        JobStore.Change change() {
            var to = new JobState.Staged(1, place.segment(), place.line());
            return new JobStore.Change(place.job().id(), new JobEvent.Restage(from, to));
        }
    }

    private void takeOver(List<TakeOver> free, Map<SegmentId, BitSet> won, Set<Integer> again) {
        var writes = jobs.apply(free.stream().map(TakeOver::change).toList());
        for (int i = 0; i < free.size(); i++) {
            settle(free.get(i).place(), writes.get(i).isDone() ? Claim.MINE : Claim.AGAIN, won, again);
        }
    }

    private enum Claim {
        MINE,
        DUPLICATE,
        AGAIN,
        /// Nobody's: to be taken over, together with all others of its kind.
        FREE
    }

    private static Claim claim(Place place, JobRow row, Neighbours neighbours, List<TakeOver> free) {
        if (!(row.state() instanceof JobState.Staged staged)) {
            return Claim.DUPLICATE;
        }
        if (staged.segment().equals(place.segment())) {
            return Claim.MINE;
        }
        if (staged.attempt() > 1) {
            // it has been through a batch already, so it was taken in long ago
            return Claim.DUPLICATE;
        }
        var other = neighbours.standing(staged.segment(), place.key());
        if (other.isEmpty()) {
            return Claim.AGAIN;
        }
        // A committed segment need not send the line of every row that names it: where the answer to the insert was
        // lost, the line was not known to be won. Such a line is as free as one of a void segment.
        if (other.get().live().contains(staged.line())) {
            return Claim.DUPLICATE;
        }
        free.add(new TakeOver(place, staged.segment()));
        return Claim.FREE;
    }

    /// The segments of other invocations that rows name, each looked at once.
    private final class Neighbours {
        private final Instant now;
        private final Map<SegmentId, Optional<Segment>> known = new HashMap<>();

        Neighbours(Instant now) {
            this.now = now;
        }

        /// Empty while it is not decided whether the segment will ever be committed.
        Optional<Segment> standing(SegmentId id, BundleKey key) {
            return known.computeIfAbsent(id, other -> segments.find(other).or(() -> outwait(other, key)));
        }

        /// Not committed: its intake is either still at it, or dead, and then the segment is voided.
        private Optional<Segment> outwait(SegmentId id, BundleKey key) {
            var openedAt = id.openedAt();
            if (openedAt.isEmpty() || now.isBefore(openedAt.get().plus(COMMIT_GRACE))) {
                return Optional.empty();
            }
            var voided = new Segment(
                    id,
                    key,
                    new Segment.Content("", 0, 0, 0, 0),
                    LineSet.none(),
                    Map.of(),
                    now,
                    now,
                    new Segment.State.Void());
            return switch (segments.commit(voided)) {
                case Write.Done<Segment> done -> Optional.of(voided);
                case Write.Lost<Segment>(var current) -> current.or(() -> segments.find(id));
                case Write.NotDone<Segment> notDone -> Optional.empty();
            };
        }
    }

    private static Set<Integer> deliveries(List<Place> places) {
        var indices = new TreeSet<Integer>();
        places.forEach(place -> indices.add(place.job().delivery()));
        return indices;
    }
}
