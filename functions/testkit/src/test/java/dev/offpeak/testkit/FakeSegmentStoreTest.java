package dev.offpeak.testkit;

import dev.offpeak.core.segment.SegmentStore;

final class FakeSegmentStoreTest extends SegmentStoreContract {
    private final FakeSegmentStore segments = new FakeSegmentStore();

    @Override
    protected SegmentStore segments() {
        return segments;
    }
}
