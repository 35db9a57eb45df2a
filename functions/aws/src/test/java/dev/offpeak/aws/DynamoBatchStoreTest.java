package dev.offpeak.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.pricing.Ledger;
import dev.offpeak.testkit.BatchStoreContract;
import dev.offpeak.testkit.Samples;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnEmulators.class)
final class DynamoBatchStoreTest extends BatchStoreContract {
    private final Tables tables = Emulators.tables();
    private final BatchStore batches = new DynamoBatchStore(Emulators.dynamo(), tables);
    private final Ledger ledger = new DynamoLedger(Emulators.dynamo(), tables);

    @Override
    protected BatchStore batches() {
        return batches;
    }

    @Override
    protected Ledger ledger() {
        return ledger;
    }

    @Test
    void entries_of_an_adoption_that_died_or_lost_show_a_tenant_nothing() {
        var tenant = Samples.tenant();
        var never = Samples.batch(Map.of(tenant, 1), Samples.NOW);
        var others = Samples.batch();
        batches.adopt(others);
        for (var batch : new dev.offpeak.core.batch.Batch[] {never, others}) {
            var entry = BatchItems.entry(tenant, batch);
            var _ = Emulators.dynamo()
                    .putItem(put -> put.tableName(tables.work()).item(entry));
        }
        assertThat(batches.ofTenant(tenant, 10, Optional.empty())).isEmpty();
    }
}
