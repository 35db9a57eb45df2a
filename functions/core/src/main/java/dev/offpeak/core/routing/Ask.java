package dev.offpeak.core.routing;

import java.time.Instant;

/// Who is waiting for a job, and until when.
public sealed interface Ask {
    /// Somebody holds the connection open for the answer.
    record Waiting() implements Ask {}

    /// Nobody waits; the answer is needed by `deadline`.
    record Due(Instant deadline) implements Ask {}
}
