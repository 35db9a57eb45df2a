package dev.offpeak.aws;

import dev.offpeak.core.pricing.Ledger;
import dev.offpeak.testkit.LedgerContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnEmulators.class)
final class DynamoLedgerTest extends LedgerContract {
    private final Ledger ledger = new DynamoLedger(Emulators.dynamo(), Emulators.tables());

    @Override
    protected Ledger ledger() {
        return ledger;
    }
}
