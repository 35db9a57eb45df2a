package dev.offpeak.gateway.batchapi;

import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.segment.SegmentStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The marks that keep withdrawn lines out of bundles. A line's row no longer says where it lies once it is withdrawn,
/// so a mark that could not be made is remembered here and tried again: without it the line is sent and paid for.
final class WithdrawalMarks {
    private static final Logger LOG = System.getLogger(WithdrawalMarks.class.getName());

    private static final int TRIES = 3;

    private final SegmentStore segments;
    private final Map<SegmentId, Set<Integer>> owed = new HashMap<>();

    WithdrawalMarks(SegmentStore segments) {
        this.segments = segments;
    }

    /// @param state what the withdrawn job was in
    void owe(JobState state) {
        if (state instanceof JobState.Staged staged) {
            owed.computeIfAbsent(staged.segment(), segment -> new HashSet<>()).add(staged.line());
        }
    }

    /// Makes those that are owed; what fails stays owed.
    void make() {
        for (var segment : List.copyOf(owed.keySet())) {
            try {
                make(segment);
            } catch (RuntimeException e) {
                LOG.log(
                        Level.WARNING,
                        "lines of segment {0} are not marked yet: {1}: {2}",
                        segment,
                        e.getClass().getSimpleName(),
                        e.getMessage());
            }
        }
    }

    /// The last chance: afterwards nobody knows of those still owed.
    void finish() {
        for (int i = 1; i < TRIES && !owed.isEmpty(); i++) {
            make();
        }
        List.copyOf(owed.keySet()).forEach(this::make);
    }

    private void make(SegmentId segment) {
        segments.withdraw(segment, owed.getOrDefault(segment, Set.of()));
        owed.remove(segment);
    }
}
