package dev.offpeak.simulator.batch;

import java.time.Instant;
import java.util.Optional;

/// How far a batch had come before a restart.
public record BatchPast(Optional<Inspection> inspection, Optional<Instant> cancelledAt, Optional<Tally> tally) {
    public static final BatchPast NONE = new BatchPast(Optional.empty(), Optional.empty(), Optional.empty());

    boolean isOver() {
        return tally.isPresent()
                || inspection.filter(Inspection.Rejected.class::isInstance).isPresent();
    }
}
