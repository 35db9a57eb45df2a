package dev.offpeak.core.segment;

import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.id.TenantId;
import java.time.Instant;
import java.util.Map;

/// An immutable run of request lines of one bundle key, inside an object.
///
/// @param earliest the nearest deadline of its lines
/// @param tenants how many of the live lines are whose
public record Segment(
        SegmentId id,
        BundleKey key,
        Content content,
        LineSet live,
        Map<TenantId, Integer> tenants,
        Instant openedAt,
        Instant earliest,
        State state) {

    public Segment {
        tenants = Map.copyOf(tenants);
    }

    /// @param lines how many lines lie there; those in [Segment#live] are meant to be sent
    /// @param inputs embedding texts of the live lines
    public record Content(String object, long offset, long bytes, int lines, int inputs) {}

    public sealed interface State {
        /// Waits for a bundle.
        record Open() implements State {}

        /// Meant for a bundle; in it for good once that bundle's sealed manifest lists it.
        record Claimed(BundleId bundle) implements State {}

        /// Every line of it was settled or moved on.
        record Done() implements State {}

        /// Never committed; its lines lie elsewhere.
        record Void() implements State {}
    }

    public Segment with(State next) {
        return new Segment(id, key, content, live, tenants, openedAt, earliest, next);
    }
}
