package dev.offpeak.testkit;

import dev.offpeak.core.job.KeyStore;

final class FakeKeyStoreTest extends KeyStoreContract {
    private final FakeKeyStore keys = new FakeKeyStore();

    @Override
    protected KeyStore keys() {
        return keys;
    }
}
