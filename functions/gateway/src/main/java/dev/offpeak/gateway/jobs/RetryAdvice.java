package dev.offpeak.gateway.jobs;

import dev.offpeak.core.routing.Lane;

/// When it is worth asking again.
public final class RetryAdvice {
    private RetryAdvice() {}

    /// Half of all batches end within minutes, none within seconds; direct calls take seconds.
    public static long seconds(Lane lane) {
        return switch (lane) {
            case SYNC -> 5;
            case FLEX -> 60;
            case BATCH -> 300;
        };
    }
}
