package dev.offpeak.testkit;

import dev.offpeak.core.pricing.Ledger;

final class FakeLedgerTest extends LedgerContract {
    private final FakeLedger ledger = new FakeLedger();

    @Override
    protected Ledger ledger() {
        return ledger;
    }
}
