package dev.offpeak.simulator.batch;

import java.time.Instant;

/// How and when an accepted batch ends.
public sealed interface Ending {
    Instant at();

    record Completed(Instant finalizingAt, Instant at) implements Ending {}

    /// The 24 hours passed with rows left.
    record Expired(Instant at) implements Ending {}

    record Cancelled(Instant requestedAt, Instant at) implements Ending {}
}
