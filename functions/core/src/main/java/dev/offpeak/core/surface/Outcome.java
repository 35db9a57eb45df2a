package dev.offpeak.core.surface;

import dev.offpeak.core.job.Ending;

/// Where a line of a caller's batch stands.
public enum Outcome {
    OPEN,
    SUCCEEDED,
    ERRORED,
    CANCELED,
    EXPIRED;

    public static Outcome of(Ending ending) {
        return switch (ending) {
            case SUCCEEDED -> SUCCEEDED;
            case FAILED, REJECTED -> ERRORED;
            case CANCELED -> CANCELED;
            case EXPIRED -> EXPIRED;
        };
    }
}
