package dev.offpeak.aws;

import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.pricing.Ledger;
import dev.offpeak.testkit.JobStoreContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnEmulators.class)
final class DynamoJobStoreTest extends JobStoreContract {
    private final Tables tables = Emulators.tables();
    private final JobStore jobs = new DynamoJobStore(Emulators.dynamo(), tables);
    private final Ledger ledger = new DynamoLedger(Emulators.dynamo(), tables);

    @Override
    protected JobStore jobs() {
        return jobs;
    }

    @Override
    protected Ledger ledger() {
        return ledger;
    }
}
