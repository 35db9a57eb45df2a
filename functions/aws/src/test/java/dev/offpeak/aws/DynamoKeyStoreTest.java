package dev.offpeak.aws;

import dev.offpeak.core.job.KeyStore;
import dev.offpeak.testkit.KeyStoreContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnEmulators.class)
final class DynamoKeyStoreTest extends KeyStoreContract {
    private final KeyStore keys = new DynamoKeyStore(Emulators.dynamo(), Emulators.tables());

    @Override
    protected KeyStore keys() {
        return keys;
    }
}
