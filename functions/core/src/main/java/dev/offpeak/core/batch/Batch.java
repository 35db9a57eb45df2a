package dev.offpeak.core.batch;

import dev.offpeak.core.deadline.Urgency;
import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.BatchView;
import dev.offpeak.core.segment.BundleKey;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// A provider's batch as we adopted it.
///
/// @param lines how many lines we sent
/// @param tenants how many of them are whose
/// @param counts the provider's counters as last seen, for showing only
/// @param due when to look at it next
/// @param version counts its changes; a write names the version it saw
public record Batch(
        BatchId id,
        BundleId bundle,
        String manifest,
        BundleKey key,
        AccountId account,
        int lines,
        Map<TenantId, Integer> tenants,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Urgency urgency,
        BatchState state,
        BatchView.Counts counts,
        Instant due,
        long version) {

    public Batch {
        tenants = Map.copyOf(tenants);
    }

    public Batch with(BatchState next, BatchView.Counts seen, Instant nextLook) {
        return with(urgency, next, seen, nextLook);
    }

    public Batch with(Urgency.Jobs jobs, Instant nextLook) {
        return with(urgency.with(jobs), state, counts, nextLook);
    }

    private Batch with(Urgency pressing, BatchState next, BatchView.Counts seen, Instant nextLook) {
        return new Batch(
                id,
                bundle,
                manifest,
                key,
                account,
                lines,
                tenants,
                createdAt,
                expiresAt,
                pressing,
                next,
                seen,
                nextLook,
                version + 1);
    }

    public Batch with(BatchState next, Instant nextLook) {
        return with(next, counts, nextLook);
    }
}
