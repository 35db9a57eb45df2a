package dev.offpeak.cli.chaos;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A moment after which nothing is waited for.
record Deadline(Instant at, InstantSource time) {
    static Deadline in(Duration patience, InstantSource time) {
        return new Deadline(time.instant().plus(patience), time);
    }

    boolean isOver() {
        return !time.instant().isBefore(at);
    }

    Duration left() {
        return Duration.between(time.instant(), at);
    }
}
