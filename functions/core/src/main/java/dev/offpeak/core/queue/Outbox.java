package dev.offpeak.core.queue;

import java.util.List;

/// The sending end of a queue.
public interface Outbox {
    /// Sends all, in as few calls as the queue allows.
    ///
    /// @return for each envelope whether the queue has it; on false, nothing is known to have been sent
    List<Boolean> send(List<Envelope> envelopes);
}
