package dev.offpeak.core.deadline;

import java.time.Duration;

/// How long to wait before another try: twice as long after each failure, up to a bound, and never the same for all,
/// so that what failed together does not come back together.
public record Backoff(Duration first, Duration longest) {
    private static final int MOST_DOUBLINGS = 40;

    public Backoff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("waits must grow: " + first + " to " + longest);
        }
    }

    /// @param failures how often it has failed, from 1
    /// @param chance in [0, 1); picks a wait in the upper half of the range
    public Duration pause(int failures, double chance) {
        int doublings = Math.clamp(failures - 1, 0, MOST_DOUBLINGS);
        var full = longest;
        if (longest.toMillis() >> doublings >= first.toMillis()) {
            full = first.multipliedBy(1L << doublings);
        }
        long half = full.toMillis() / 2;
        return Duration.ofMillis(half + (long) (half * chance));
    }
}
