package dev.offpeak.aws;

import static dev.offpeak.aws.Attributes.bytes;
import static dev.offpeak.aws.Attributes.expiry;
import static dev.offpeak.aws.Attributes.number;
import static dev.offpeak.aws.Attributes.shares;
import static dev.offpeak.aws.Attributes.text;
import static dev.offpeak.aws.Attributes.time;

import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.segment.BundleKey;
import dev.offpeak.core.segment.LineSet;
import dev.offpeak.core.segment.Segment;
import dev.offpeak.core.segment.Segment.State;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Segments as DynamoDB items and back.
final class SegmentItems {
    /// How many lists the open, and the claimed, segments are spread over: one list is one partition of the index, and
    /// a partition takes 1,000 writes a second.
    static final int SHARDS = 8;

    static final String OPEN = "OPEN";
    static final String CLAIMED = "CLAIMED";
    static final String DONE = "DONE";
    private static final String VOID = "VOID";

    private SegmentItems() {}

    static Map<String, AttributeValue> item(Segment segment) {
        var item = new HashMap<String, AttributeValue>();
        item.put(WorkItems.ID, text(segment.id()));
        item.put("key", text(segment.key().text()));
        item.put("object", text(segment.content().object()));
        item.put("offset", number(segment.content().offset()));
        item.put("bytes", number(segment.content().bytes()));
        item.put("lines", number(segment.content().lines()));
        item.put("inputs", number(segment.content().inputs()));
        // usually every line is live, and then the bitmap says nothing
        if (!segment.live().equals(LineSet.all(segment.content().lines()))) {
            item.put("live", bytes(Base64.getUrlDecoder().decode(segment.live().text())));
        }
        item.put("tenants", shares(segment.tenants()));
        item.put("opened", time(segment.openedAt()));
        item.put("earliest", time(segment.earliest()));
        item.put(WorkItems.DUE, time(segment.earliest()));
        switch (segment.state()) {
            case State.Open() -> {
                item.put(WorkItems.STATE, text(OPEN));
                item.put(WorkItems.QUEUE, openQueue(segment.id()));
            }
            case State.Claimed(var bundle) -> {
                item.put(WorkItems.STATE, text(CLAIMED));
                item.put("bundle", text(bundle));
                item.put(WorkItems.QUEUE, claimedQueue(segment.id()));
            }
            case State.Done() -> finish(item, DONE, segment);
            case State.Void() -> finish(item, VOID, segment);
        }
        return item;
    }

    static Segment segment(Row row) {
        int lines = row.integer("lines");
        return new Segment(
                new SegmentId(row.text(WorkItems.ID)),
                BundleKey.parse(row.text("key")),
                new Segment.Content(
                        row.text("object"), row.number("offset"), row.number("bytes"), lines, row.integer("inputs")),
                row.has("live") ? LineSet.of(BitSet.valueOf(row.bytes("live"))) : LineSet.all(lines),
                row.shares("tenants"),
                row.time("opened"),
                row.time("earliest"),
                state(row));
    }

    static AttributeValue openQueue(SegmentId id) {
        return text("open#" + shard(id));
    }

    static AttributeValue claimedQueue(SegmentId id) {
        return text("claimed#" + shard(id));
    }

    private static void finish(Map<String, AttributeValue> item, String state, Segment segment) {
        item.put(WorkItems.STATE, text(state));
        item.put(WorkItems.TTL, expiry(segment.openedAt().plus(WorkItems.KEPT)));
    }

    private static State state(Row row) {
        return switch (row.text(WorkItems.STATE)) {
            case OPEN -> new State.Open();
            case CLAIMED -> new State.Claimed(new BundleId(row.text("bundle")));
            case DONE -> new State.Done();
            case VOID -> new State.Void();
            default ->
                throw new IllegalStateException(
                        "segment " + row.text(WorkItems.ID) + " is in unknown state " + row.text(WorkItems.STATE));
        };
    }

    private static int shard(SegmentId id) {
        return Math.floorMod(id.value().hashCode(), SHARDS);
    }
}
