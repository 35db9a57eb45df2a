package dev.offpeak.testkit;

import dev.offpeak.core.id.CallerName;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.store.Write;
import dev.offpeak.core.surface.CallerBatch;
import dev.offpeak.core.surface.CallerBatchStore;
import dev.offpeak.core.surface.Stretch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Callers' batches in memory.
public final class FakeCallerBatchStore implements CallerBatchStore {
    private final Map<CallerName, CallerBatch> rows = new LinkedHashMap<>();

    @Override
    public synchronized Write<CallerBatch> create(CallerBatch batch) {
        var standing = rows.putIfAbsent(batch.name(), batch);
        return standing == null ? Write.done() : Write.lost(standing);
    }

    @Override
    public synchronized Optional<CallerBatch> find(CallerName name) {
        return Optional.ofNullable(rows.get(name));
    }

    @Override
    public synchronized Write<CallerBatch> replace(CallerBatch next) {
        var row = rows.get(next.name());
        if (row == null) {
            return Write.lost();
        }
        if (row.version() != next.version() - 1) {
            return Write.lost(row);
        }
        rows.put(next.name(), next);
        return Write.done();
    }

    @Override
    public synchronized List<CallerBatch> list(TenantId tenant, ProviderId provider, Stretch stretch) {
        return Stretches.of(
                rows.values().stream()
                        .filter(batch -> batch.tenant().equals(tenant))
                        .filter(batch -> batch.what().provider().equals(provider))
                        .filter(CallerBatch::isListed),
                CallerBatch::place,
                stretch);
    }

    /// As the table does when a row's time is over.
    public synchronized void forget(CallerName name) {
        rows.remove(name);
    }

    /// Every row, in the order it was added.
    public synchronized List<CallerBatch> rows() {
        return List.copyOf(rows.values());
    }
}
