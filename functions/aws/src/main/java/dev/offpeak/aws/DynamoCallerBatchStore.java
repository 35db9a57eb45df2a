package dev.offpeak.aws;

import dev.offpeak.core.id.CallerName;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.store.Write;
import dev.offpeak.core.surface.CallerBatch;
import dev.offpeak.core.surface.CallerBatchStore;
import dev.offpeak.core.surface.Stretch;
import dev.offpeak.wire.parallel.AtOnce;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Callers' batches in DynamoDB.
public final class DynamoCallerBatchStore implements CallerBatchStore {
    private final Tables tables;
    private final Items items;

    public DynamoCallerBatchStore(DynamoDbClient dynamo, Tables tables) {
        this.tables = tables;
        this.items = new Items(dynamo, new AtOnce(1));
    }

    @Override
    public Write<CallerBatch> create(CallerBatch batch) {
        return items.putIfAbsent(tables.work(), CallerItems.item(batch), CallerItems::batch);
    }

    @Override
    public Optional<CallerBatch> find(CallerName name) {
        return items.find(tables.work(), CallerItems.id(name)).map(CallerItems::batch);
    }

    @Override
    public Write<CallerBatch> replace(CallerBatch next) {
        return items.putIfVersion(tables.work(), CallerItems.item(next), next.version() - 1, CallerItems::batch);
    }

    @Override
    public List<CallerBatch> list(TenantId tenant, ProviderId provider, Stretch stretch) {
        var query = CallerItems.stretch(tables.work(), CallerItems.batches(tenant, provider), stretch);
        return items.query(query, stretch.limit()).stream()
                .map(CallerItems::batch)
                .toList();
    }
}
