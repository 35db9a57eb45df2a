package dev.offpeak.testkit;

import static java.util.Comparator.comparing;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchState;
import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.store.Write;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Batch rows in memory.
public final class FakeBatchStore implements BatchStore {
    private static final Comparator<Batch> NEWEST_FIRST = comparing(Batch::createdAt)
            .thenComparing(batch -> batch.id().value())
            .reversed();

    private final Map<BatchId, Batch> rows = new LinkedHashMap<>();
    private final FakeLedger ledger;

    public FakeBatchStore(FakeLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public synchronized Write<Batch> adopt(Batch batch) {
        var standing = rows.putIfAbsent(batch.id(), batch);
        return standing == null ? Write.done() : Write.lost(standing);
    }

    @Override
    public synchronized Optional<Batch> find(BatchId id) {
        return Optional.ofNullable(rows.get(id));
    }

    @Override
    public synchronized Write<Batch> replace(Batch next, List<LedgerLine> lines) {
        var row = rows.get(next.id());
        if (row == null) {
            return Write.lost();
        }
        if (row.version() != next.version() - 1) {
            return Write.lost(row);
        }
        rows.put(next.id(), next);
        lines.forEach(ledger::add);
        return Write.done();
    }

    @Override
    public synchronized List<Batch> due(Instant now, int limit) {
        return rows.values().stream()
                .filter(batch -> !(batch.state() instanceof BatchState.Imported)
                        && !batch.due().isAfter(now))
                .sorted(comparing(Batch::due))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Batch> ofTenant(TenantId tenant, int limit, Optional<BatchId> before) {
        var all = rows.values().stream()
                .filter(batch -> batch.tenants().containsKey(tenant))
                .sorted(NEWEST_FIRST)
                .toList();
        int from = before.map(id -> 1 + all.stream().map(Batch::id).toList().indexOf(id))
                .orElse(0);
        if (before.isPresent() && from == 0) {
            return List.of();
        }
        return all.stream().skip(from).limit(limit).toList();
    }

    /// Every row, in the order it was adopted.
    public synchronized List<Batch> rows() {
        return List.copyOf(rows.values());
    }
}
