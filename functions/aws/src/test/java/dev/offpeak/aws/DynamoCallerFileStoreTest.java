package dev.offpeak.aws;

import dev.offpeak.core.surface.CallerFileStore;
import dev.offpeak.testkit.CallerFileStoreContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnEmulators.class)
final class DynamoCallerFileStoreTest extends CallerFileStoreContract {
    private final CallerFileStore store = new DynamoCallerFileStore(Emulators.dynamo(), Emulators.tables());

    @Override
    protected CallerFileStore files() {
        return store;
    }
}
