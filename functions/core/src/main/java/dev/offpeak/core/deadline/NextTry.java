package dev.offpeak.core.deadline;

import dev.offpeak.core.routing.OnLate;
import java.time.Duration;
import java.time.Instant;

/// Where a line goes that its batch did not answer.
public enum NextTry {
    /// Into another batch.
    BATCH,
    /// On the express lane: another batch could not be sure to end in time.
    DIRECT,
    /// Nowhere: its deadline is too near, or over, and its caller would rather not have it late.
    NONE;

    /// @param batchFloor the least time a batch is given
    public static NextTry of(OnLate onLate, Instant deadline, Duration batchFloor, Instant now) {
        return switch (onLate) {
            case WAIT -> BATCH;
            case EXPIRE -> isTooNear(deadline, batchFloor, now) ? NONE : BATCH;
            case EXPRESS -> isTooNear(deadline, batchFloor, now) ? late(deadline, now) : BATCH;
        };
    }

    /// Where another batch is out of the question, however far the deadline is.
    public static NextTry direct(OnLate onLate, Instant deadline, Instant now) {
        return switch (onLate) {
            case WAIT -> BATCH;
            case EXPIRE -> NONE;
            case EXPRESS -> late(deadline, now);
        };
    }

    private static boolean isTooNear(Instant deadline, Duration batchFloor, Instant now) {
        return Duration.between(now, deadline).compareTo(batchFloor) < 0;
    }

    private static NextTry late(Instant deadline, Instant now) {
        return now.isBefore(deadline) ? DIRECT : NONE;
    }
}
