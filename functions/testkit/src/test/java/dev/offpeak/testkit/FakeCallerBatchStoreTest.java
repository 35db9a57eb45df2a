package dev.offpeak.testkit;

import dev.offpeak.core.surface.CallerBatchStore;

final class FakeCallerBatchStoreTest extends CallerBatchStoreContract {
    private final FakeCallerBatchStore store = new FakeCallerBatchStore();

    @Override
    protected CallerBatchStore batches() {
        return store;
    }
}
