package dev.offpeak.testkit;

import static java.util.Comparator.comparing;

import dev.offpeak.core.bundle.Bundle;
import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.bundle.BundleStore;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.store.Write;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Bundle rows in memory.
public final class FakeBundleStore implements BundleStore {
    private final Map<BundleId, Bundle> rows = new LinkedHashMap<>();

    @Override
    public synchronized Write<Bundle> create(Bundle bundle) {
        var standing = rows.putIfAbsent(bundle.id(), bundle);
        return standing == null ? Write.done() : Write.lost(standing);
    }

    @Override
    public synchronized Optional<Bundle> find(BundleId id) {
        return Optional.ofNullable(rows.get(id));
    }

    @Override
    public synchronized Write<Bundle> replace(Bundle next) {
        var row = rows.get(next.id());
        if (row == null) {
            return Write.lost();
        }
        if (row.version() != next.version() - 1) {
            return Write.lost(row);
        }
        rows.put(next.id(), next);
        return Write.done();
    }

    @Override
    public synchronized List<Bundle> due(Instant now, int limit) {
        return rows.values().stream()
                .filter(bundle -> isBundlers(bundle.state()) && !bundle.due().isAfter(now))
                .sorted(comparing(Bundle::due))
                .limit(limit)
                .toList();
    }

    /// Every row, in the order it was created.
    public synchronized List<Bundle> rows() {
        return List.copyOf(rows.values());
    }

    private static boolean isBundlers(BundleState state) {
        return switch (state) {
            case BundleState.Claiming claiming -> true;
            case BundleState.Sealed sealed -> true;
            case BundleState.Uploaded uploaded -> true;
            case BundleState.Submitting submitting -> true;
            case BundleState.Reconcile reconcile -> true;
            case BundleState.Fenced fenced -> true;
            case BundleState.Submitted submitted -> false;
            case BundleState.Done done -> false;
            case BundleState.Failed failed -> false;
        };
    }
}
