package dev.offpeak.core.bundle;

import dev.offpeak.core.deadline.Urgency;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.segment.BundleKey;
import java.time.Instant;

/// Our packed set of segments, and the intent to submit it.
///
/// @param lines how many it was packed of; the manifest may hold fewer
/// @param due when somebody should look at it next
/// @param version counts its changes; a write names the version it saw
public record Bundle(
        BundleId id,
        BundleKey key,
        int lines,
        Instant createdAt,
        Urgency urgency,
        BundleState state,
        Instant due,
        long version) {
    public Bundle with(BundleState next, Instant due) {
        return new Bundle(id, key, lines, createdAt, urgency, next, due, version + 1);
    }

    public Bundle with(Urgency.Jobs jobs) {
        return new Bundle(id, key, lines, createdAt, urgency.with(jobs), state, due, version + 1);
    }
}
