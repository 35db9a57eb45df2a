package dev.offpeak.core.provider;

import java.time.Duration;

/// How long a call that somebody waits for may take.
///
/// @param beginning until the headers of its answer are there
/// @param end until the last byte of it is
public record Patience(Duration beginning, Duration end) {
    public Patience {
        if (beginning.compareTo(end) > 0) {
            throw new IllegalArgumentException("an answer cannot begin in " + beginning + " and end in " + end);
        }
    }

    /// For the whole of it.
    public static Patience of(Duration time) {
        return new Patience(time, time);
    }
}
