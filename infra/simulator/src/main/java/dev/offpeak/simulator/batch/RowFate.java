package dev.offpeak.simulator.batch;

/// What happens to one row of a batch.
public enum RowFate {
    /// It is answered, well or badly, as the same call would be outside a batch.
    ANSWER,
    /// It fails with a client error.
    INVALID_REQUEST,
    /// It fails with a server error.
    SERVER_ERROR,
    /// It is never reached before the batch runs out of time.
    EXPIRE,
    /// It is in no result file.
    MISSING,
    /// It is answered, and its result appears twice.
    DUPLICATE
}
