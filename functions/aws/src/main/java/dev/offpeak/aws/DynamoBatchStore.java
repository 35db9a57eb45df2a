package dev.offpeak.aws;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.store.Write;
import dev.offpeak.wire.parallel.AtOnce;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// Batch rows in DynamoDB, each also on the list of every tenant it holds lines of.
public final class DynamoBatchStore implements BatchStore {
    /// What a transaction of at most 100 writes has room for beside the batch itself.
    private static final int BESIDE = 90;

    private static final int PUTS = 25;
    private static final int PUT_TRIES = 5;

    private final DynamoDbClient dynamo;
    private final Tables tables;
    private final Items items;

    public DynamoBatchStore(DynamoDbClient dynamo, Tables tables) {
        this.dynamo = dynamo;
        this.tables = tables;
        this.items = new Items(dynamo, new AtOnce(4));
    }

    /// Row and list entries are one transaction while there are at most 90 tenants. Of more, the surplus entries are
    /// written before it: an adoption that dies in between is made again, and until then its entries lead
    /// nowhere and are not shown.
    @Override
    public Write<Batch> adopt(Batch batch) {
        var entries = batch.tenants().keySet().stream()
                .map(tenant -> BatchItems.entry(tenant, batch))
                .toList();
        int together = Math.min(BESIDE, entries.size());
        var writes = new ArrayList<TransactWriteItem>();
        writes.add(TransactWriteItem.builder()
                .put(Items.absent(tables.work(), BatchItems.item(batch)))
                .build());
        for (var entry : entries.subList(0, together)) {
            writes.add(TransactWriteItem.builder()
                    .put(put -> put.tableName(tables.work()).item(entry))
                    .build());
        }
        try {
            if (!putAll(entries.subList(together, entries.size()))) {
                return new Write.NotDone<>("not every tenant's list took batch " + batch.id());
            }
        } catch (SdkException e) {
            return new Write.NotDone<>(e.toString());
        }
        return transact(writes);
    }

    @Override
    public Optional<Batch> find(BatchId id) {
        return items.find(tables.work(), BatchItems.id(id)).map(BatchItems::batch);
    }

    @Override
    public Write<Batch> replace(Batch next, List<LedgerLine> lines) {
        if (lines.size() > BESIDE) {
            throw new IllegalArgumentException("batch " + next.id() + ": " + lines.size()
                    + " ledger lines do not fit in one transaction, which takes " + BESIDE);
        }
        var item = BatchItems.item(next);
        if (lines.isEmpty()) {
            return items.putIfVersion(tables.work(), item, next.version() - 1, BatchItems::batch);
        }
        var replacement = TransactWriteItem.builder()
                .put(Items.version(tables.work(), item, next.version() - 1))
                .build();
        var additions = byItem(lines).stream()
                .map(line -> TransactWriteItem.builder()
                        .update(LedgerItems.addition(tables.ledger(), line))
                        .build());
        return transact(Stream.concat(Stream.of(replacement), additions).toList());
    }

    @Override
    public List<Batch> due(Instant now, int limit) {
        return items.query(Items.dueBy(tables.work(), BatchItems.QUEUE, Attributes.sortable(now)), limit).stream()
                .map(BatchItems::batch)
                .toList();
    }

    @Override
    public List<Batch> ofTenant(TenantId tenant, int limit, Optional<BatchId> before) {
        var queue = BatchItems.tenantQueue(tenant);
        if (before.isEmpty()) {
            return shown(tenant, items.query(Items.newest(Items.allOf(tables.work(), queue)), limit));
        }
        return items.find(tables.work(), BatchItems.entryId(tenant, before.get()))
                .map(entry -> Items.newest(Items.dueBefore(tables.work(), queue, entry.text(WorkItems.DUE))))
                .map(query -> shown(tenant, items.query(query, limit)))
                .orElse(List.of());
    }

    private List<Batch> shown(TenantId tenant, List<Row> entries) {
        var ids = entries.stream()
                .map(entry -> BatchItems.id(new BatchId(entry.text("batch"))))
                .toList();
        var rows = items.findAll(tables.work(), ids);
        return ids.stream()
                .flatMap(id -> Optional.ofNullable(rows.get(id)).stream())
                .map(BatchItems::batch)
                // an entry may be left of an adoption that was lost; the batch itself says whose it is
                .filter(batch -> batch.tenants().containsKey(tenant))
                .toList();
    }

    private Write<Batch> transact(List<TransactWriteItem> writes) {
        return Items.write(
                () -> Conflicts.repeat(() -> dynamo.transactWriteItems(request -> request.transactItems(writes))),
                BatchItems::batch);
    }

    // a transaction may name an item once only
    private static List<LedgerLine> byItem(List<LedgerLine> lines) {
        var merged = new LinkedHashMap<String, LedgerLine>();
        for (var line : lines) {
            var account = line.account();
            merged.merge(account.tenant() + "#" + LedgerItems.sortKey(account), line, LedgerLine::plus);
        }
        return List.copyOf(merged.values());
    }

    private boolean putAll(List<Map<String, AttributeValue>> entries) {
        return Chunks.of(entries, PUTS).stream().allMatch(this::putChunk);
    }

    private boolean putChunk(List<Map<String, AttributeValue>> entries) {
        Map<String, List<WriteRequest>> asked = Map.of(
                tables.work(),
                entries.stream()
                        .map(entry -> WriteRequest.builder()
                                .putRequest(put -> put.item(entry))
                                .build())
                        .toList());
        for (int tries = 0; tries < PUT_TRIES && !asked.isEmpty(); tries++) {
            var puts = asked;
            asked = dynamo.batchWriteItem(write -> write.requestItems(puts)).unprocessedItems();
        }
        return asked.isEmpty();
    }
}
