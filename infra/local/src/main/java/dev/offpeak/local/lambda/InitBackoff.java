package dev.offpeak.local.lambda;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Spaces out the starts of a function that cannot start, and says when its user should be told.
final class InitBackoff {

    private static final int TELL_AFTER = 3;
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Clock clock;
    private int failures;
    private Instant notBefore = Instant.MIN;

    InitBackoff(Clock clock) {
        this.clock = clock;
    }

    synchronized Duration wait(Instant now) {
        Duration left = notBefore.equals(Instant.MIN) ? Duration.ZERO : Duration.between(now, notBefore);
        return left.isNegative() ? Duration.ZERO : left;
    }

    synchronized void succeeded() {
        failures = 0;
        notBefore = Instant.MIN;
    }

    /// Returns true for the failure that makes the series worth telling, once per series.
    synchronized boolean failed() {
        failures++;
        Duration pause = FIRST.multipliedBy(1L << Math.min(failures - 1, 10));
        notBefore = clock.instant().plus(pause.compareTo(LONGEST) > 0 ? LONGEST : pause);
        return failures == TELL_AFTER;
    }
}
