package dev.offpeak.core.surface;

import dev.offpeak.core.id.CallerName;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.store.Write;
import java.util.List;
import java.util.Optional;

/// Where callers' batches are kept.
public interface CallerBatchStore {
    /// Put if absent.
    Write<CallerBatch> create(CallerBatch batch);

    Optional<CallerBatch> find(CallerName name);

    /// Replaces the row if it still has version `next.version() - 1`.
    Write<CallerBatch> replace(CallerBatch next);

    /// Those that are [listed][CallerBatch#isListed]; may lag.
    List<CallerBatch> list(TenantId tenant, ProviderId provider, Stretch stretch);
}
