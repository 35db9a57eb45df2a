package dev.offpeak.aws;

import dev.offpeak.core.bundle.BundleStore;
import dev.offpeak.testkit.BundleStoreContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnEmulators.class)
final class DynamoBundleStoreTest extends BundleStoreContract {
    private final BundleStore bundles = new DynamoBundleStore(Emulators.dynamo(), Emulators.tables());

    @Override
    protected BundleStore bundles() {
        return bundles;
    }
}
