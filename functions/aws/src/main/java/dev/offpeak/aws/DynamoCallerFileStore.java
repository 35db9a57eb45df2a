package dev.offpeak.aws;

import dev.offpeak.core.id.CallerIds;
import dev.offpeak.core.id.CallerName;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.store.Write;
import dev.offpeak.core.surface.CallerFile;
import dev.offpeak.core.surface.CallerFileStore;
import dev.offpeak.core.surface.Stretch;
import dev.offpeak.wire.parallel.AtOnce;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Callers' files in DynamoDB; their bytes are elsewhere.
public final class DynamoCallerFileStore implements CallerFileStore {
    private final DynamoDbClient dynamo;
    private final Tables tables;
    private final Items items;

    public DynamoCallerFileStore(DynamoDbClient dynamo, Tables tables) {
        this.dynamo = dynamo;
        this.tables = tables;
        this.items = new Items(dynamo, new AtOnce(1));
    }

    @Override
    public Write<CallerFile> add(CallerFile file) {
        return items.putIfAbsent(tables.work(), CallerItems.item(file), CallerItems::file);
    }

    @Override
    public Optional<CallerFile> find(CallerIds.Kind kind, CallerName name) {
        return items.find(tables.work(), CallerItems.id(kind, name)).map(CallerItems::file);
    }

    /// Unconditionally: all that can ever happen to a file is this.
    @Override
    public void hide(CallerFile file) {
        var _ = dynamo.putItem(put -> put.tableName(tables.work()).item(CallerItems.item(file.asHidden())));
    }

    @Override
    public List<CallerFile> list(TenantId tenant, ProviderId provider, Stretch stretch) {
        var query = CallerItems.stretch(tables.work(), CallerItems.files(tenant, provider), stretch);
        return items.query(query, stretch.limit()).stream()
                .map(CallerItems::file)
                .toList();
    }
}
