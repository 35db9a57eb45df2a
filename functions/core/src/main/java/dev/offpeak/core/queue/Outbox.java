package dev.offpeak.core.queue;

import java.time.Duration;
import java.util.List;

/// The sending end of a queue.
public interface Outbox {
    /// What SQS allows.
    Duration LONGEST_DELAY = Duration.ofMinutes(15);

    /// Sends all, in as few calls as the queue allows.
    ///
    /// @return for each envelope whether the queue has it; on false, nothing is known to have been sent
    default List<Boolean> send(List<Envelope> envelopes) {
        return send(envelopes, Duration.ZERO);
    }

    /// @param delay how long the queue keeps them to itself first; at most [#LONGEST_DELAY]
    List<Boolean> send(List<Envelope> envelopes, Duration delay);
}
