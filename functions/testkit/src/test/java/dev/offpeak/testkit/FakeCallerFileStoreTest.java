package dev.offpeak.testkit;

import dev.offpeak.core.surface.CallerFileStore;

final class FakeCallerFileStoreTest extends CallerFileStoreContract {
    private final FakeCallerFileStore store = new FakeCallerFileStore();

    @Override
    protected CallerFileStore files() {
        return store;
    }
}
