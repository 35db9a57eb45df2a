package dev.offpeak.core.bundle;

import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.segment.BundleKey;
import java.time.Instant;

/// Our packed set of segments, and the intent to submit it.
///
/// @param due when somebody should look at it next
/// @param version counts its changes; a write names the version it saw
public record Bundle(BundleId id, BundleKey key, Instant createdAt, BundleState state, Instant due, long version) {
    public Bundle with(BundleState next, Instant due) {
        return new Bundle(id, key, createdAt, next, due, version + 1);
    }
}
