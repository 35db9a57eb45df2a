package dev.offpeak.workers.lines;

/// How often a job is tried.
public final class Attempts {
    /// Of requests a provider has worked on or let expire.
    public static final int MOST = 5;

    /// Of requests that only ever shared a refused batch with a bad line: those cost nothing.
    public static final int MOST_UNSENT = 50;

    private Attempts() {}
}
