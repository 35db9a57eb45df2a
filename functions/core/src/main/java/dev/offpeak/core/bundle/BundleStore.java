package dev.offpeak.core.bundle;

import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.store.Write;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where bundle rows are kept.
public interface BundleStore {
    /// Put if absent.
    Write<Bundle> create(Bundle bundle);

    Optional<Bundle> find(BundleId id);

    /// Replaces the row if it still has version `next.version() - 1`.
    Write<Bundle> replace(Bundle next);

    /// Bundles that are neither done nor failed nor submitted, and due; may lag.
    List<Bundle> due(Instant now, int limit);
}
