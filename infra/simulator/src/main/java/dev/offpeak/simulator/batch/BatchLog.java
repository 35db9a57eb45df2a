package dev.offpeak.simulator.batch;

import java.time.Instant;

/// Told what becomes of a batch before any client can see it.
public interface BatchLog {
    void inspected(String batch, Inspection inspection);

    void cancelled(String batch, Instant at);

    /// Called while the bill is held, so that rows and results become true together.
    void settled(String batch, Tally tally);
}
