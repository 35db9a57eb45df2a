package dev.offpeak.aws;

import static dev.offpeak.aws.Attributes.expiry;
import static dev.offpeak.aws.Attributes.number;
import static dev.offpeak.aws.Attributes.text;
import static dev.offpeak.aws.Attributes.time;

import dev.offpeak.core.bundle.Bundle;
import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.segment.BundleKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Bundles as DynamoDB items and back.
final class BundleItems {
    /// The list of bundles the bundler has to look at.
    static final String QUEUE = "bundle";

    private BundleItems() {}

    static Map<String, AttributeValue> item(Bundle bundle) {
        var item = new HashMap<String, AttributeValue>();
        item.put(WorkItems.ID, text(bundle.id()));
        item.put("key", text(bundle.key().text()));
        item.put("lines", number(bundle.lines()));
        item.put("created", time(bundle.createdAt()));
        WorkItems.addTo(item, bundle.urgency());
        item.put(WorkItems.DUE, time(bundle.due()));
        item.put(WorkItems.VERSION, number(bundle.version()));
        addTo(item, bundle);
        return item;
    }

    static Bundle bundle(Row row) {
        return new Bundle(
                new BundleId(row.text(WorkItems.ID)),
                BundleKey.parse(row.text("key")),
                row.has("lines") ? row.integer("lines") : 0,
                row.time("created"),
                WorkItems.urgency(row),
                state(row),
                row.time(WorkItems.DUE),
                row.number(WorkItems.VERSION));
    }

    private static void addTo(Map<String, AttributeValue> item, Bundle bundle) {
        switch (bundle.state()) {
            case BundleState.Claiming(var fence, var lease) -> {
                due(item, "CLAIMING");
                item.put("fence", text(fence));
                item.put("lease", time(lease));
            }
            case BundleState.Sealed(var manifest) -> {
                due(item, "SEALED");
                item.put("manifest", text(manifest));
            }
            case BundleState.Uploaded(var manifest, var account, var upload) -> {
                due(item, "UPLOADED");
                item.put("manifest", text(manifest));
                item.put("account", text(account));
                item.put("upload", text(upload));
            }
            case BundleState.Submitting(var manifest, var creation, var lease) -> {
                due(item, "SUBMITTING");
                item.put("manifest", text(manifest));
                addTo(item, creation);
                item.put("lease", time(lease));
            }
            case BundleState.Reconcile(var manifest, var creation, var why) -> {
                due(item, "RECONCILE");
                item.put("manifest", text(manifest));
                addTo(item, creation);
                item.put("why", text(why));
            }
            case BundleState.Fenced(var manifest, var creation, var at) -> {
                due(item, "FENCED");
                item.put("manifest", text(manifest));
                addTo(item, creation);
                item.put("fenced", time(at));
            }
            case BundleState.Submitted(var manifest, var batch, var guess) -> {
                item.put(WorkItems.STATE, text("SUBMITTED"));
                item.put("manifest", text(manifest));
                item.put("batch", text(batch));
                guess.ifPresent(creation -> addTo(item, creation));
            }
            case BundleState.Done(var manifest, var batch) -> {
                finish(item, "DONE", bundle);
                item.put("manifest", text(manifest));
                item.put("batch", text(batch));
            }
            case BundleState.Failed(var manifest, var why) -> {
                finish(item, "FAILED", bundle);
                manifest.ifPresent(key -> item.put("manifest", text(key)));
                item.put("why", text(why));
            }
        }
    }

    private static void addTo(Map<String, AttributeValue> item, BundleState.Creation creation) {
        item.put("attempt", number(creation.attempt()));
        item.put("account", text(creation.account()));
        item.put("upload", text(creation.upload()));
        item.put("intent", time(creation.intentAt()));
    }

    private static void due(Map<String, AttributeValue> item, String state) {
        item.put(WorkItems.STATE, text(state));
        item.put(WorkItems.QUEUE, text(QUEUE));
    }

    private static void finish(Map<String, AttributeValue> item, String state, Bundle bundle) {
        item.put(WorkItems.STATE, text(state));
        item.put(WorkItems.TTL, expiry(bundle.createdAt().plus(WorkItems.KEPT)));
    }

    private static BundleState state(Row row) {
        return switch (row.text(WorkItems.STATE)) {
            case "CLAIMING" -> new BundleState.Claiming(row.text("fence"), row.time("lease"));
            case "SEALED" -> new BundleState.Sealed(row.text("manifest"));
            case "UPLOADED" ->
                new BundleState.Uploaded(row.text("manifest"), new AccountId(row.text("account")), row.text("upload"));
            case "SUBMITTING" -> new BundleState.Submitting(row.text("manifest"), creation(row), row.time("lease"));
            case "RECONCILE" -> new BundleState.Reconcile(row.text("manifest"), creation(row), row.text("why"));
            case "FENCED" -> new BundleState.Fenced(row.text("manifest"), creation(row), row.time("fenced"));
            case "SUBMITTED" ->
                new BundleState.Submitted(
                        row.text("manifest"),
                        new BatchId(row.text("batch")),
                        row.has("intent") ? Optional.of(creation(row)) : Optional.empty());
            case "DONE" -> new BundleState.Done(row.text("manifest"), new BatchId(row.text("batch")));
            case "FAILED" -> new BundleState.Failed(row.maybeText("manifest"), row.text("why"));
            default ->
                throw new IllegalStateException(
                        "bundle " + row.text(WorkItems.ID) + " is in unknown state " + row.text(WorkItems.STATE));
        };
    }

    private static BundleState.Creation creation(Row row) {
        return new BundleState.Creation(
                row.integer("attempt"), new AccountId(row.text("account")), row.text("upload"), row.time("intent"));
    }
}
