package dev.offpeak.aws;

import dev.offpeak.core.account.AccountStore;
import dev.offpeak.testkit.AccountStoreContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnEmulators.class)
final class DynamoAccountStoreTest extends AccountStoreContract {
    private final AccountStore accounts = new DynamoAccountStore(Emulators.dynamo(), Emulators.tables());

    @Override
    protected AccountStore accounts() {
        return accounts;
    }
}
