package dev.offpeak.core.account;

import java.time.Duration;

/// A wait that doubles each time.
final class Doubling {
    private static final int ENOUGH = 20;

    private Doubling() {}

    static Duration of(Duration first, int times, Duration longest) {
        var wait = first.multipliedBy(1L << Math.min(times - 1, ENOUGH));
        return wait.compareTo(longest) < 0 ? wait : longest;
    }
}
