package dev.offpeak.testkit;

import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.pricing.Ledger;

final class FakeJobStoreTest extends JobStoreContract {
    private final FakeLedger ledger = new FakeLedger();
    private final FakeJobStore jobs = new FakeJobStore(ledger);

    @Override
    protected JobStore jobs() {
        return jobs;
    }

    @Override
    protected Ledger ledger() {
        return ledger;
    }
}
