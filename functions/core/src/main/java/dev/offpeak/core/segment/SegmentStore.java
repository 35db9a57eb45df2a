package dev.offpeak.core.segment;

import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.store.Write;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where segment rows are kept.
public interface SegmentStore {
    /// Put if absent. Until this is done, none of the segment's lines is accepted.
    Write<Segment> commit(Segment segment);

    Optional<Segment> find(SegmentId id);

    /// Open segments, the most pressing first; may lag behind the newest writes.
    List<Segment> open(int limit);

    /// Segments claimed before `before` and still not done; may lag.
    List<Segment> claimedBefore(Instant before, int limit);

    /// Applies an event under the guard [SegmentTransitions] gives it.
    ///
    /// @param now orders the claims for [#claimedBefore]
    Write<Segment> apply(SegmentId id, SegmentEvent event, Instant now);

    /// Notes that a line was withdrawn: it is left out if its bundle is not sealed yet.
    default void withdraw(SegmentId id, int line) {
        withdraw(id, Set.of(line));
    }

    /// The same of several lines at once, at least one.
    void withdraw(SegmentId id, Set<Integer> lines);

    LineSet withdrawn(SegmentId id);
}
