package dev.offpeak.aws;

import static dev.offpeak.aws.Attributes.expiry;
import static dev.offpeak.aws.Attributes.text;
import static dev.offpeak.aws.Attributes.time;
import static java.util.Comparator.comparing;

import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.segment.LineSet;
import dev.offpeak.core.segment.Segment;
import dev.offpeak.core.segment.SegmentEvent;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.core.store.Write;
import dev.offpeak.wire.parallel.AtOnce;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/// Segment rows in DynamoDB; the open and the claimed ones are on sharded lists of the index.
public final class DynamoSegmentStore implements SegmentStore {
    /// Up to so many rows are read from every shard.
    private static final int WHOLE = 1_000;

    private final DynamoDbClient dynamo;
    private final Tables tables;
    private final InstantSource clock;
    private final Items items;
    private final AtOnce parallel = new AtOnce(SegmentItems.SHARDS);

    /// @param clock only sets when the marks of withdrawn lines expire
    public DynamoSegmentStore(DynamoDbClient dynamo, Tables tables, InstantSource clock) {
        this.dynamo = dynamo;
        this.tables = tables;
        this.clock = clock;
        this.items = new Items(dynamo, parallel);
    }

    @Override
    public Write<Segment> commit(Segment segment) {
        return items.putIfAbsent(tables.work(), SegmentItems.item(segment), SegmentItems::segment);
    }

    @Override
    public Optional<Segment> find(SegmentId id) {
        return items.find(tables.work(), id.value()).map(SegmentItems::segment);
    }

    @Override
    public List<Segment> open(int limit) {
        return lists("open#", Optional.empty(), limit).stream()
                .map(SegmentItems::segment)
                .sorted(comparing(Segment::earliest)
                        .thenComparing(segment -> segment.id().value()))
                .limit(limit)
                .toList();
    }

    @Override
    public List<Segment> claimedBefore(Instant before, int limit) {
        return lists("claimed#", Optional.of(before), limit).stream()
                .sorted(Comparator.comparing((Row row) -> row.text(WorkItems.DUE)))
                .limit(limit)
                .map(SegmentItems::segment)
                .toList();
    }

    @Override
    public Write<Segment> apply(SegmentId id, SegmentEvent event, Instant now) {
        return switch (event) {
            case SegmentEvent.Claim(var bundle) ->
                update(
                        id,
                        "SET #state=:next,#bundle=:bundle,#queue=:queue,#due=:due",
                        "#state=:held",
                        Map.of(
                                ":held", text(SegmentItems.OPEN),
                                ":next", text(SegmentItems.CLAIMED),
                                ":bundle", text(bundle),
                                ":queue", SegmentItems.claimedQueue(id),
                                ":due", time(now)));
            case SegmentEvent.Release(var bundle) ->
                // back to its old place
                ofOwner(
                        id,
                        bundle,
                        "SET #state=:next,#queue=:queue,#due=#earliest REMOVE #bundle",
                        Map.of(":next", text(SegmentItems.OPEN), ":queue", SegmentItems.openQueue(id)));
            case SegmentEvent.Finish(var bundle) ->
                ofOwner(
                        id,
                        bundle,
                        "SET #state=:next,#ttl=:ttl REMOVE #queue",
                        Map.of(":next", text(SegmentItems.DONE), ":ttl", expiry(now.plus(WorkItems.KEPT))));
        };
    }

    @Override
    public void withdraw(SegmentId id, Set<Integer> lines) {
        var _ = dynamo.updateItem(update -> update.tableName(tables.work())
                .key(Map.of(WorkItems.ID, withdrawnId(id)))
                .updateExpression("ADD #withdrawn :lines SET #ttl=:ttl")
                .expressionAttributeNames(Map.of("#withdrawn", "withdrawn", "#ttl", WorkItems.TTL))
                .expressionAttributeValues(Map.of(
                        ":lines",
                        AttributeValue.fromNs(lines.stream()
                                .map(line -> Integer.toString(line))
                                .toList()),
                        ":ttl",
                        expiry(clock.instant().plus(WorkItems.KEPT)))));
    }

    @Override
    public LineSet withdrawn(SegmentId id) {
        var lines = new BitSet();
        items.find(tables.work(), withdrawnId(id).s())
                .ifPresent(row -> row.numberSet("withdrawn").forEach(line -> lines.set(Math.toIntExact(line))));
        return LineSet.of(lines);
    }

    private Write<Segment> ofOwner(SegmentId id, BundleId bundle, String update, Map<String, AttributeValue> values) {
        var all = new HashMap<>(values);
        all.put(":held", text(SegmentItems.CLAIMED));
        all.put(":bundle", text(bundle));
        return update(id, update, "#state=:held AND #bundle=:bundle", all);
    }

    private Write<Segment> update(SegmentId id, String update, String condition, Map<String, AttributeValue> values) {
        return Items.write(
                () -> dynamo.updateItem(request -> request.tableName(tables.work())
                        .key(Map.of(WorkItems.ID, text(id)))
                        .updateExpression(update)
                        .conditionExpression(condition)
                        .expressionAttributeNames(Items.names(update + " " + condition))
                        .expressionAttributeValues(values)
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)),
                SegmentItems::segment);
    }

    private List<Row> lists(String prefix, Optional<Instant> before, int limit) {
        var queues = IntStream.range(0, SegmentItems.SHARDS)
                .mapToObj(shard -> prefix + shard)
                .toList();
        // ids spread evenly: twice a shard's share of many rows holds the first of all, and the rest need no memory
        int most = Math.min(limit, Math.max(WHOLE, 2 * limit / SegmentItems.SHARDS));
        return parallel
                .map(
                        queues,
                        queue -> items.query(
                                before.map(time -> Items.dueBefore(tables.work(), queue, Attributes.sortable(time)))
                                        .orElseGet(() -> Items.allOf(tables.work(), queue)),
                                most))
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static AttributeValue withdrawnId(SegmentId id) {
        return text("withdrawn#" + id);
    }
}
