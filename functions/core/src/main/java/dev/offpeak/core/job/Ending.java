package dev.offpeak.core.job;

/// The five ways a job ends. Every job ends in exactly one.
public enum Ending {
    /// The provider answered 2xx.
    SUCCEEDED,
    /// The provider refused it for good, or every attempt failed.
    FAILED,
    /// Its deadline passed first.
    EXPIRED,
    /// Its owner withdrew it.
    CANCELED,
    /// It was never sound enough to run.
    REJECTED
}
