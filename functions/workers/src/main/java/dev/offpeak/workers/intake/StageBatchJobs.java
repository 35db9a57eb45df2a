package dev.offpeak.workers.intake;

import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.job.JobEvent;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobStore;
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
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        var won = new HashMap<SegmentId, BitSet>();
        for (int i = 0; i < places.size(); i++) {
            var place = places.get(i);
            if (switch (writes.get(i)) {
                case Write.Done<JobRow> done -> true;
                case Write.Lost<JobRow>(var current) -> {
                    var claim = current.map(row -> claim(place, row, now)).orElse(Claim.AGAIN);
                    if (claim == Claim.AGAIN) {
                        again.add(place.job().delivery());
                    }
                    yield claim == Claim.MINE;
                }
                case Write.NotDone<JobRow> notDone -> {
                    again.add(place.job().delivery());
                    yield false;
                }
            }) {
                won.computeIfAbsent(place.segment(), id -> new BitSet()).set(place.line());
            }
        }
        return won;
    }

    private enum Claim {
        MINE,
        DUPLICATE,
        AGAIN
    }

    private Claim claim(Place place, JobRow row, Instant now) {
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
        return segments.find(staged.segment())
                .map(other -> decided(place, staged, other))
                .orElseGet(() -> outwait(place, staged, now));
    }

    /// A committed segment need not send the line of every row that names it: where the answer to the insert was lost,
    /// the line was not known to be won. Such a line is as free as one of a void segment.
    private Claim decided(Place place, JobState.Staged staged, Segment other) {
        return other.live().contains(staged.line()) ? Claim.DUPLICATE : takeOver(place, staged.segment());
    }

    /// The other segment is not committed: its intake is either still at it, or dead.
    private Claim outwait(Place place, JobState.Staged staged, Instant now) {
        var other = staged.segment();
        var openedAt = other.openedAt();
        if (openedAt.isEmpty() || now.isBefore(openedAt.get().plus(COMMIT_GRACE))) {
            return Claim.AGAIN;
        }
        var voided = new Segment(
                other,
                place.key(),
                new Segment.Content("", 0, 0, 0, 0),
                LineSet.none(),
                Map.of(),
                now,
                now,
                new Segment.State.Void());
        return switch (segments.commit(voided)) {
            case Write.Done<Segment> done -> takeOver(place, other);
            case Write.Lost<Segment>(var current) ->
                current.map(standing -> decided(place, staged, standing)).orElse(Claim.AGAIN);
            case Write.NotDone<Segment> notDone -> Claim.AGAIN;
        };
    }

    private Claim takeOver(Place place, SegmentId from) {
        var to = new JobState.Staged(1, place.segment(), place.line());
        var change = new JobStore.Change(place.job().id(), new JobEvent.Restage(from, to));
        return jobs.apply(List.of(change)).getFirst().isDone() ? Claim.MINE : Claim.AGAIN;
    }

    private static Set<Integer> deliveries(List<Place> places) {
        var indices = new TreeSet<Integer>();
        places.forEach(place -> indices.add(place.job().delivery()));
        return indices;
    }
}
