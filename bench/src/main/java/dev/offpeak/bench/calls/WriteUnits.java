package dev.offpeak.bench.calls;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Works out write units, which DynamoDB Local does not report: after each write the item is looked at, and the larger
/// of before and after counts, a KB a unit; in a transaction twice. Items on a list of the index `due` are written
/// there too, and a changed place on it is a removal and an addition.
public final class WriteUnits implements ExecutionInterceptor {
    private static final int UNIT = 1_024;

    /// @param table without the run's own suffix
    /// @param index whether it is the index that is written
    public record Use(String phase, String table, boolean index) implements Comparable<Use> {
        @Override
        public int compareTo(Use other) {
            return toString().compareTo(other.toString());
        }
    }

    private final DynamoDbClient plain;
    private final CallCounter phases;
    private final Map<Written, Map<String, AttributeValue>> known = new HashMap<>();
    private final Map<Use, Long> units = new TreeMap<>();

    /// @param plain a client that nobody counts
    public WriteUnits(DynamoDbClient plain, CallCounter phases) {
        this.plain = plain;
        this.phases = phases;
    }

    public synchronized Map<Use, Long> units() {
        return new TreeMap<>(units);
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        count(context.request());
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        count(context.request());
    }

    private synchronized void count(SdkRequest request) {
        Written.by(request).forEach(this::count);
    }

    private void count(Written written) {
        var after = plain.getItem(
                        get -> get.tableName(written.table()).key(written.key()).consistentRead(true))
                .item();
        var before = known.put(new Written(written.table(), written.key(), false), after);
        before = before == null ? Map.of() : before;
        long inTable = units(Math.max(ItemSize.of(before), ItemSize.of(after)));
        add(written.table(), false, written.transaction() ? 2 * inTable : inTable);
        add(written.table(), true, inIndex(before, after));
    }

    private void add(String table, boolean index, long more) {
        units.merge(new Use(phases.phase(), table.replaceAll("-.*", ""), index), more, Long::sum);
    }

    private static long inIndex(Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
        boolean was = before.containsKey("queue");
        boolean is = after.containsKey("queue");
        if (before.equals(after) || (!was && !is)) {
            return 0;
        }
        boolean stays = was
                && is
                && Objects.equals(before.get("queue"), after.get("queue"))
                && Objects.equals(before.get("due"), after.get("due"));
        if (stays) {
            return units(Math.max(ItemSize.of(before), ItemSize.of(after)));
        }
        return (was ? units(ItemSize.of(before)) : 0) + (is ? units(ItemSize.of(after)) : 0);
    }

    private static long units(int bytes) {
        return Math.max(1, Math.ceilDiv(bytes, UNIT));
    }
}
