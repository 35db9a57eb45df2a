package dev.offpeak.core.segment;

import dev.offpeak.core.id.BundleId;

/// What can happen to a segment.
public sealed interface SegmentEvent {
    record Claim(BundleId bundle) implements SegmentEvent {}

    /// The bundle gave it back: sealed without it, or failed.
    record Release(BundleId bundle) implements SegmentEvent {}

    /// The bundle's results are imported.
    record Finish(BundleId bundle) implements SegmentEvent {}
}
