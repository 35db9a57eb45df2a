package dev.offpeak.aws;

import dev.offpeak.core.account.AccountBook;
import dev.offpeak.core.account.AccountKey;
import dev.offpeak.core.account.AccountStore;
import dev.offpeak.core.store.Write;
import dev.offpeak.wire.parallel.AtOnce;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Account books in DynamoDB.
public final class DynamoAccountStore implements AccountStore {
    private final Tables tables;
    private final Items items;

    public DynamoAccountStore(DynamoDbClient dynamo, Tables tables) {
        this.tables = tables;
        this.items = new Items(dynamo, new AtOnce(1));
    }

    @Override
    public Optional<AccountBook> find(AccountKey key) {
        return items.find(tables.work(), AccountItems.id(key)).map(AccountItems::book);
    }

    @Override
    public Write<AccountBook> put(AccountBook next) {
        var item = AccountItems.item(next);
        return next.version() == 1
                ? items.putIfAbsent(tables.work(), item, AccountItems::book)
                : items.putIfVersion(tables.work(), item, next.version() - 1, AccountItems::book);
    }
}
