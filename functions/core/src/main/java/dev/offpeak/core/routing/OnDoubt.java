package dev.offpeak.core.routing;

/// What becomes of a job whose direct call in the background was made and whose answer is lost: it may have been paid.
public enum OnDoubt {
    /// It fails as `in_doubt`; nothing is paid for twice.
    FAIL,
    /// It is called again, and may be paid for twice.
    RETRY
}
