package dev.offpeak.aws;

import dev.offpeak.core.bundle.Bundle;
import dev.offpeak.core.bundle.BundleStore;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.store.Write;
import dev.offpeak.wire.parallel.AtOnce;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Bundle rows in DynamoDB.
public final class DynamoBundleStore implements BundleStore {
    private final Tables tables;
    private final Items items;

    public DynamoBundleStore(DynamoDbClient dynamo, Tables tables) {
        this.tables = tables;
        this.items = new Items(dynamo, new AtOnce(1));
    }

    @Override
    public Write<Bundle> create(Bundle bundle) {
        return items.putIfAbsent(tables.work(), BundleItems.item(bundle), BundleItems::bundle);
    }

    @Override
    public Optional<Bundle> find(BundleId id) {
        return items.find(tables.work(), id.value()).map(BundleItems::bundle);
    }

    @Override
    public Write<Bundle> replace(Bundle next) {
        return items.putIfVersion(tables.work(), BundleItems.item(next), next.version() - 1, BundleItems::bundle);
    }

    @Override
    public List<Bundle> due(Instant now, int limit) {
        return items.query(Items.dueBy(tables.work(), BundleItems.QUEUE, Attributes.sortable(now)), limit).stream()
                .map(BundleItems::bundle)
                .toList();
    }
}
