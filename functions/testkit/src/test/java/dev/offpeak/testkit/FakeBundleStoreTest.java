package dev.offpeak.testkit;

import dev.offpeak.core.bundle.BundleStore;

final class FakeBundleStoreTest extends BundleStoreContract {
    private final FakeBundleStore bundles = new FakeBundleStore();

    @Override
    protected BundleStore bundles() {
        return bundles;
    }
}
