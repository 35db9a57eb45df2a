package dev.offpeak.aws;

import static dev.offpeak.aws.Attributes.expiry;
import static dev.offpeak.aws.Attributes.number;
import static dev.offpeak.aws.Attributes.numbers;
import static dev.offpeak.aws.Attributes.shares;
import static dev.offpeak.aws.Attributes.text;
import static dev.offpeak.aws.Attributes.texts;
import static dev.offpeak.aws.Attributes.time;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchState;
import dev.offpeak.core.batch.BatchState.Checkpoint;
import dev.offpeak.core.batch.BatchState.Tally;
import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.BatchView;
import dev.offpeak.core.segment.BundleKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Batches, and their entries on the lists of their tenants, as DynamoDB items and back.
final class BatchItems {
    /// The list of batches the poller has to look at.
    static final String QUEUE = "batch";

    private BatchItems() {}

    static String id(BatchId id) {
        return "batch#" + id;
    }

    static Map<String, AttributeValue> item(Batch batch) {
        var item = new HashMap<String, AttributeValue>();
        item.put(WorkItems.ID, text(id(batch.id())));
        item.put("batch", text(batch.id()));
        item.put("bundle", text(batch.bundle()));
        item.put("manifest", text(batch.manifest()));
        item.put("key", text(batch.key().text()));
        item.put("account", text(batch.account()));
        item.put("lines", number(batch.lines()));
        item.put("tenants", shares(batch.tenants()));
        item.put("created", time(batch.createdAt()));
        batch.expiresAt().ifPresent(expires -> item.put("expires", time(expires)));
        WorkItems.addTo(item, batch.urgency());
        var counts = batch.counts();
        item.put("counts", numbers(counts.total(), counts.succeeded(), counts.failed()));
        item.put(WorkItems.DUE, time(batch.due()));
        item.put(WorkItems.VERSION, number(batch.version()));
        addTo(item, batch);
        return item;
    }

    static Batch batch(Row row) {
        var counts = row.numbers("counts");
        return new Batch(
                new BatchId(row.text("batch")),
                new BundleId(row.text("bundle")),
                row.text("manifest"),
                BundleKey.parse(row.text("key")),
                new AccountId(row.text("account")),
                row.integer("lines"),
                row.shares("tenants"),
                row.time("created"),
                row.has("expires") ? Optional.of(row.time("expires")) : Optional.empty(),
                WorkItems.urgency(row),
                state(row),
                new BatchView.Counts(
                        counts.get(0).intValue(),
                        counts.get(1).intValue(),
                        counts.get(2).intValue()),
                row.time(WorkItems.DUE),
                row.number(WorkItems.VERSION));
    }

    static String tenantQueue(TenantId tenant) {
        return "tenant#" + tenant;
    }

    static String entryId(TenantId tenant, BatchId batch) {
        return tenantQueue(tenant) + "#" + batch;
    }

    /// What puts a batch on a tenant's list; the list is in the order of `due`.
    static Map<String, AttributeValue> entry(TenantId tenant, Batch batch) {
        return Map.of(
                WorkItems.ID,
                text(entryId(tenant, batch.id())),
                WorkItems.QUEUE,
                text(tenantQueue(tenant)),
                WorkItems.DUE,
                text(Attributes.sortable(batch.createdAt()) + "#" + batch.id()),
                "batch",
                text(batch.id()),
                WorkItems.TTL,
                expiry(batch.createdAt().plus(WorkItems.KEPT)));
    }

    private static void addTo(Map<String, AttributeValue> item, Batch batch) {
        switch (batch.state()) {
            case BatchState.Active() -> due(item, "ACTIVE");
            case BatchState.Canceling() -> due(item, "CANCELING");
            case BatchState.Missing(var since) -> {
                due(item, "MISSING");
                item.put("since", time(since));
            }
            case BatchState.Ended(var files) -> {
                due(item, "ENDED");
                item.put("files", texts(files));
            }
            case BatchState.Copied(var objects, var checkpoint) -> {
                due(item, "COPIED");
                item.put("objects", texts(objects));
                item.put("checkpoint", numbers(checkpoint.object(), checkpoint.offset()));
                item.put("tally", tally(checkpoint.tally()));
            }
            case BatchState.Imported(var tally) -> {
                item.put(WorkItems.STATE, text("IMPORTED"));
                item.put("tally", tally(tally));
                item.put(WorkItems.TTL, expiry(batch.createdAt().plus(WorkItems.KEPT)));
            }
        }
    }

    private static void due(Map<String, AttributeValue> item, String state) {
        item.put(WorkItems.STATE, text(state));
        item.put(WorkItems.QUEUE, text(QUEUE));
    }

    private static AttributeValue tally(Tally tally) {
        return numbers(tally.succeeded(), tally.failed(), tally.retried(), tally.unused());
    }

    private static BatchState state(Row row) {
        return switch (row.text(WorkItems.STATE)) {
            case "ACTIVE" -> new BatchState.Active();
            case "CANCELING" -> new BatchState.Canceling();
            case "MISSING" -> new BatchState.Missing(row.time("since"));
            case "ENDED" -> new BatchState.Ended(row.texts("files"));
            case "COPIED" -> new BatchState.Copied(row.texts("objects"), checkpoint(row.numbers("checkpoint"), row));
            case "IMPORTED" -> new BatchState.Imported(tally(row.numbers("tally")));
            default ->
                throw new IllegalStateException(
                        "batch " + row.text("batch") + " is in unknown state " + row.text(WorkItems.STATE));
        };
    }

    private static Checkpoint checkpoint(List<Long> place, Row row) {
        return new Checkpoint(Math.toIntExact(place.get(0)), place.get(1), tally(row.numbers("tally")));
    }

    private static Tally tally(List<Long> counts) {
        return new Tally(
                counts.get(0).intValue(),
                counts.get(1).intValue(),
                counts.get(2).intValue(),
                counts.get(3).intValue());
    }
}
