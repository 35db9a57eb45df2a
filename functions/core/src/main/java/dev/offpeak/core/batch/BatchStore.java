package dev.offpeak.core.batch;

import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.store.Write;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where batch rows are kept.
public interface BatchStore {
    /// Put if absent: whoever does it first has adopted the batch. Also lists it for each of its tenants.
    Write<Batch> adopt(Batch batch);

    Optional<Batch> find(BatchId id);

    /// Replaces the row if it still has version `next.version() - 1`, and adds the ledger lines: both or neither.
    /// At most 90 lines, each with another account.
    Write<Batch> replace(Batch next, List<LedgerLine> lines);

    /// Batches that are not imported, and due; may lag.
    List<Batch> due(Instant now, int limit);

    /// The batches that hold lines of `tenant`, newest first.
    ///
    /// @param before only batches after this one in that order
    List<Batch> ofTenant(TenantId tenant, int limit, Optional<BatchId> before);
}
