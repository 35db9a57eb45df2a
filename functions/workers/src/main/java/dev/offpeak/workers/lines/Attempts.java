package dev.offpeak.workers.lines;

import java.time.Duration;

/// How often a job is tried.
public final class Attempts {
    /// Of requests a batch has worked on or let expire.
    public static final int MOST = 5;

    /// In all, the direct calls that a provider answered with an error of its own included.
    public static final int MOST_DIRECT = 12;

    /// A request that only ever shared a refused batch with a bad line has not been tried, and goes on under the same
    /// attempt. So that it does not do so for ever, it is given up this long after its deadline.
    public static final Duration PATIENCE = Duration.ofDays(1);

    private Attempts() {}
}
