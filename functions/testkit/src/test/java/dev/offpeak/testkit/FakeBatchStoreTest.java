package dev.offpeak.testkit;

import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.pricing.Ledger;

final class FakeBatchStoreTest extends BatchStoreContract {
    private final FakeLedger ledger = new FakeLedger();
    private final FakeBatchStore batches = new FakeBatchStore(ledger);

    @Override
    protected BatchStore batches() {
        return batches;
    }

    @Override
    protected Ledger ledger() {
        return ledger;
    }
}
