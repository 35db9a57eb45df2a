package dev.offpeak.testkit;

import dev.offpeak.core.account.AccountStore;

final class FakeAccountStoreTest extends AccountStoreContract {
    private final FakeAccountStore accounts = new FakeAccountStore();

    @Override
    protected AccountStore accounts() {
        return accounts;
    }
}
