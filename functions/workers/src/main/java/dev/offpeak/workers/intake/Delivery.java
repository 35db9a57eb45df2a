package dev.offpeak.workers.intake;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.queue.Envelope;
import java.time.Instant;

/// One message from the `jobs` queue.
///
/// @param messageId the queue's own id, the same on every redelivery
public record Delivery(String messageId, Instant sentAt, Content content) {
    public sealed interface Content {
        /// Written by one of our functions, and proven so.
        record Sealed(Envelope envelope) implements Content {}

        /// Dropped on the queue by a producer.
        record Dropped(TenantId tenant, Body body) implements Content {}

        /// Claims to be ours and is not.
        record Forged(String why) implements Content {}
    }
}
