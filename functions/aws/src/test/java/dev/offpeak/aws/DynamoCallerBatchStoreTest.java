package dev.offpeak.aws;

import dev.offpeak.core.surface.CallerBatchStore;
import dev.offpeak.testkit.CallerBatchStoreContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnEmulators.class)
final class DynamoCallerBatchStoreTest extends CallerBatchStoreContract {
    private final CallerBatchStore store = new DynamoCallerBatchStore(Emulators.dynamo(), Emulators.tables());

    @Override
    protected CallerBatchStore batches() {
        return store;
    }
}
