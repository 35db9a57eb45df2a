package dev.offpeak.bench.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// An item some request writes.
///
/// @param key its key attributes
/// @param transaction whether it is written in one, which costs twice
record Written(String table, Map<String, AttributeValue> key, boolean transaction) {
    private static final Pattern INSERT = Pattern.compile("INSERT INTO \"([^\"]+)\" VALUE \\{(.*)}");
    private static final Pattern UPDATE = Pattern.compile("UPDATE \"([^\"]+)\"(.*) WHERE \"id\"=\\?.*");

    static List<Written> by(SdkRequest request) {
        return switch (request) {
            case PutItemRequest put -> List.of(put(put.tableName(), put.item(), false));
            case UpdateItemRequest update -> List.of(new Written(update.tableName(), update.key(), false));
            case TransactWriteItemsRequest transaction ->
                transaction.transactItems().stream().flatMap(Written::by).toList();
            case BatchExecuteStatementRequest batch ->
                batch.statements().stream().map(Written::by).toList();
            case BatchWriteItemRequest batch -> by(batch);
            default -> List.of();
        };
    }

    private static Stream<Written> by(TransactWriteItem write) {
        if (write.put() != null) {
            return Stream.of(put(write.put().tableName(), write.put().item(), true));
        }
        return write.update() == null
                ? Stream.of()
                : Stream.of(
                        new Written(write.update().tableName(), write.update().key(), true));
    }

    private static List<Written> by(BatchWriteItemRequest batch) {
        var written = new ArrayList<Written>();
        batch.requestItems()
                .forEach((table, writes) -> writes.forEach(
                        write -> written.add(put(table, write.putRequest().item(), false))));
        return written;
    }

    /// The two spellings of the job store: values are parameters, in the order of their question marks.
    private static Written by(BatchStatementRequest statement) {
        var insert = INSERT.matcher(statement.statement());
        if (insert.matches()) {
            int place = List.of(insert.group(2).split(",")).indexOf("'id':?");
            return new Written(
                    insert.group(1), Map.of("id", statement.parameters().get(place)), false);
        }
        var update = UPDATE.matcher(statement.statement());
        if (!update.matches()) {
            throw new IllegalArgumentException("not a statement known here: " + statement.statement());
        }
        int place = (int) update.group(2).chars().filter(c -> c == '?').count();
        return new Written(update.group(1), Map.of("id", statement.parameters().get(place)), false);
    }

    private static Written put(String table, Map<String, AttributeValue> item, boolean transaction) {
        var id = item.get("id");
        return new Written(
                table,
                id == null ? Map.of("scope", item.get("scope"), "line", item.get("line")) : Map.of("id", id),
                transaction);
    }
}
