package dev.offpeak.core.routing;

/// What becomes of a job whose batch will not be done in time.
public enum OnLate {
    /// It runs as a direct call, at full price; should the batch answer all the same, that was paid for twice.
    EXPRESS,
    /// It stays with the batch, however late.
    WAIT,
    /// It ends as EXPIRED at its deadline.
    EXPIRE
}
