package dev.offpeak.aws;

import static dev.offpeak.aws.Attributes.number;
import static dev.offpeak.aws.Attributes.text;

import dev.offpeak.core.store.Write;
import dev.offpeak.wire.parallel.AtOnce;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// Reads and conditional writes on tables whose key is `id`, in the words of [Row] and [Write].
record Items(DynamoDbClient dynamo, AtOnce parallel) {
    /// The most `BatchGetItem` takes.
    private static final int READS = 100;

    private static final Pattern NAME = Pattern.compile("#[a-z]+");

    /// Reads consistently.
    Optional<Row> find(String table, String id) {
        return Row.of(dynamo.getItem(
                        get -> get.tableName(table).key(Map.of("id", text(id))).consistentRead(true))
                .item());
    }

    /// Reads consistently, by id; those that are not there are left out.
    Map<String, Row> findAll(String table, List<String> ids) {
        var rows = new HashMap<String, Row>();
        for (var chunk : parallel.map(Chunks.of(ids, READS), some -> findChunk(table, some))) {
            chunk.forEach(row -> rows.put(row.text("id"), row));
        }
        return rows;
    }

    /// Rows of a query, page by page, until there are `limit`.
    List<Row> query(QueryRequest request, int limit) {
        var rows = new ArrayList<Row>();
        var page = request.toBuilder().limit(limit).build();
        while (true) {
            var answer = dynamo.query(page);
            answer.items().forEach(item -> rows.add(new Row(item)));
            if (rows.size() >= limit || !answer.hasLastEvaluatedKey()) {
                return rows.size() <= limit ? rows : rows.subList(0, limit);
            }
            page = page.toBuilder().exclusiveStartKey(answer.lastEvaluatedKey()).build();
        }
    }

    /// Everything on one list of the index.
    static QueryRequest allOf(String table, String queue) {
        return listed(table, "#queue=:queue", Map.of(":queue", text(queue)));
    }

    static QueryRequest dueBy(String table, String queue, String due) {
        return listed(table, "#queue=:queue AND #due<=:due", Map.of(":queue", text(queue), ":due", text(due)));
    }

    static QueryRequest dueBefore(String table, String queue, String due) {
        return listed(table, "#queue=:queue AND #due<:due", Map.of(":queue", text(queue), ":due", text(due)));
    }

    static QueryRequest dueAfter(String table, String queue, String due) {
        return listed(table, "#queue=:queue AND #due>:due", Map.of(":queue", text(queue), ":due", text(due)));
    }

    static QueryRequest newest(QueryRequest query) {
        return query.toBuilder().scanIndexForward(false).build();
    }

    <T> Write<T> putIfAbsent(String table, Map<String, AttributeValue> item, Function<Row, T> reader) {
        return put(absent(table, item), reader);
    }

    <T> Write<T> putIfVersion(String table, Map<String, AttributeValue> item, long standing, Function<Row, T> reader) {
        return put(version(table, item, standing), reader);
    }

    static Put absent(String table, Map<String, AttributeValue> item) {
        return put(table, item).conditionExpression("attribute_not_exists(id)").build();
    }

    static Put version(String table, Map<String, AttributeValue> item, long standing) {
        return put(table, item)
                .conditionExpression("#version=:standing")
                .expressionAttributeNames(Map.of("#version", WorkItems.VERSION))
                .expressionAttributeValues(Map.of(":standing", number(standing)))
                .build();
    }

    /// The `#name`s in an expression, each standing for the attribute of that name.
    static Map<String, String> names(String expression) {
        return NAME.matcher(expression)
                .results()
                .map(MatchResult::group)
                .distinct()
                .collect(Collectors.toMap(name -> name, name -> name.substring(1)));
    }

    /// Does one conditional write and says how it ended.
    static <T> Write<T> write(Supplier<?> write, Function<Row, T> reader) {
        try {
            var _ = write.get();
            return Write.done();
        } catch (ConditionalCheckFailedException e) {
            return new Write.Lost<>(Row.of(e.hasItem() ? e.item() : Map.of()).map(reader));
        } catch (TransactionCanceledException e) {
            return lost(e).<Write<T>>map(standing -> new Write.Lost<>(standing.map(reader)))
                    .orElseGet(() -> new Write.NotDone<>(e.toString()));
        } catch (SdkException e) {
            return new Write.NotDone<>(e.toString());
        }
    }

    /// Of a transaction whose first write is the conditional one: present when that lost, with the row if there is one.
    private static Optional<Optional<Row>> lost(TransactionCanceledException e) {
        if (e.cancellationReasons().isEmpty()) {
            return Optional.empty();
        }
        var first = e.cancellationReasons().getFirst();
        return "ConditionalCheckFailed".equals(first.code())
                ? Optional.of(Row.of(first.hasItem() ? first.item() : Map.of()))
                : Optional.empty();
    }

    private <T> Write<T> put(Put put, Function<Row, T> reader) {
        return write(
                () -> dynamo.putItem(request -> request.tableName(put.tableName())
                        .item(put.item())
                        .conditionExpression(put.conditionExpression())
                        .expressionAttributeNames(
                                put.hasExpressionAttributeNames() ? put.expressionAttributeNames() : null)
                        .expressionAttributeValues(
                                put.hasExpressionAttributeValues() ? put.expressionAttributeValues() : null)
                        .returnValuesOnConditionCheckFailure(put.returnValuesOnConditionCheckFailure())),
                reader);
    }

    private static Put.Builder put(String table, Map<String, AttributeValue> item) {
        return Put.builder()
                .tableName(table)
                .item(item)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    }

    private static QueryRequest listed(String table, String condition, Map<String, AttributeValue> values) {
        return QueryRequest.builder()
                .tableName(table)
                .indexName(Tables.DUE)
                .keyConditionExpression(condition)
                .expressionAttributeNames(names(condition))
                .expressionAttributeValues(values)
                .build();
    }

    private List<Row> findChunk(String table, List<String> ids) {
        var rows = new ArrayList<Row>();
        Map<String, KeysAndAttributes> asked = Map.of(
                table,
                KeysAndAttributes.builder()
                        .keys(ids.stream().map(id -> Map.of("id", text(id))).toList())
                        .consistentRead(true)
                        .build());
        // each answer holds some of the rows or is refused as throttled, so this ends
        while (!asked.isEmpty()) {
            var keys = asked;
            var answer = dynamo.batchGetItem(get -> get.requestItems(keys));
            for (Map<String, AttributeValue> item : answer.responses().getOrDefault(table, List.of())) {
                rows.add(new Row(item));
            }
            asked = answer.unprocessedKeys();
        }
        return rows;
    }
}
