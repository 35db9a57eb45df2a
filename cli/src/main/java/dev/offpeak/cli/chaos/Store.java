package dev.offpeak.cli.chaos;

import dev.offpeak.local.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Tables and queues as they are, read past the product that wrote them.
final class Store {
    private static final List<QueueAttributeName> DEPTHS = List.of(
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED);

    private final Stack stack;
    private final DynamoDbClient dynamoDb;
    private final SqsClient sqs;

    Store(Stack stack) {
        this.stack = stack;
        this.dynamoDb = stack.cloud().dynamoDb();
        this.sqs = stack.cloud().sqs();
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        dynamoDb.scanPaginator(scan -> scan.tableName(stack.nameOf("JobsTable"))
                        .consistentRead(true)
                        .projectionExpression("#id, #ending, #lbl, #code, #paid")
                        .expressionAttributeNames(Map.of(
                                "#id", "id", "#ending", "ending", "#lbl", "lbl", "#code", "code", "#paid", "paid")))
                .items()
                .forEach(item -> rows.add(new Row(
                        text(item, "id").orElse(""),
                        text(item, "ending"),
                        text(item, "lbl"),
                        text(item, "code"),
                        number(item, "paid"))));
        return rows;
    }

    Ledger ledger() {
        List<Ledger> lines = new ArrayList<>();
        dynamoDb.scanPaginator(
                        scan -> scan.tableName(stack.nameOf("LedgerTable")).consistentRead(true))
                .items()
                .forEach(item -> lines.add(new Ledger(
                        number(item, "succeeded"),
                        number(item, "failed"),
                        number(item, "paid"),
                        number(item, "duplicate"),
                        number(item, "canceled"),
                        number(item, "doubt"))));
        return lines.stream().reduce(Ledger.EMPTY, Ledger::plus);
    }

    /// Segments, bundles and batches that are on somebody's list still.
    List<String> unfinished() {
        List<String> ids = new ArrayList<>();
        dynamoDb.scanPaginator(scan -> scan.tableName(stack.nameOf("WorkTable"))
                        .consistentRead(true)
                        .filterExpression("attribute_exists(#queue) AND NOT begins_with(#queue, :lists)")
                        .expressionAttributeNames(Map.of("#queue", "queue"))
                        .expressionAttributeValues(Map.of(":lists", AttributeValue.fromS("tenant#"))))
                .items()
                .forEach(item -> ids.add(
                        text(item, "id").orElse("") + " " + text(item, "state").orElse("")));
        return ids;
    }

    /// How many messages there are, queue by queue.
    Map<String, Integer> queued() {
        Map<String, Integer> depths = new TreeMap<>();
        stack.queueUrls().forEach((id, url) -> {
            var attributes = sqs.getQueueAttributes(
                            request -> request.queueUrl(url).attributeNames(DEPTHS))
                    .attributes();
            depths.put(
                    id,
                    DEPTHS.stream()
                            .mapToInt(name -> Integer.parseInt(attributes.getOrDefault(name, "0")))
                            .sum());
        });
        return depths;
    }

    /// Ids of the dead messages. They are hidden from whoever looks next.
    List<String> dead() {
        String url = stack.queueUrl("DeadQueue");
        List<String> ids = new ArrayList<>();
        for (List<Message> some = receive(url); !some.isEmpty(); some = receive(url)) {
            some.forEach(message -> ids.add(message.messageId()));
        }
        return ids;
    }

    private List<Message> receive(String url) {
        return sqs.receiveMessage(
                        request -> request.queueUrl(url).maxNumberOfMessages(10).visibilityTimeout(3_600))
                .messages();
    }

    private static Optional<String> text(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::s);
    }

    private static long number(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name))
                .map(AttributeValue::n)
                .map(Long::parseLong)
                .orElse(0L);
    }
}
