package dev.offpeak.testkit;

import dev.offpeak.core.store.ObjectStore;

final class FakeObjectStoreTest extends ObjectStoreContract {
    private final FakeObjectStore objects = new FakeObjectStore();

    @Override
    protected ObjectStore objects() {
        return objects;
    }
}
