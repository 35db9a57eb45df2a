package dev.offpeak.aws;

import static dev.offpeak.aws.Attributes.text;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.pricing.Ledger;
import dev.offpeak.core.pricing.LedgerLine;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The ledger in DynamoDB.
public final class DynamoLedger implements Ledger {
    private final DynamoDbClient dynamo;
    private final Tables tables;

    public DynamoLedger(DynamoDbClient dynamo, Tables tables) {
        this.dynamo = dynamo;
        this.tables = tables;
    }

    /// One plain update. A reply that is lost on its way makes the SDK add twice: the price of not being a transaction,
    /// which on a line as busy as this one would mostly meet others of its kind.
    @Override
    public void add(LedgerLine line) {
        var addition = LedgerItems.addition(tables.ledger(), line);
        var _ = Conflicts.repeat(() -> dynamo.updateItem(update -> update.tableName(addition.tableName())
                .key(addition.key())
                .updateExpression(addition.updateExpression())
                .expressionAttributeNames(addition.expressionAttributeNames())
                .expressionAttributeValues(addition.expressionAttributeValues())));
    }

    @Override
    public List<LedgerLine> read(TenantId tenant, LocalDate from, LocalDate to) {
        // '$' follows '#': the range ends after the last line of the last day
        var pages = dynamo.queryPaginator(query -> query.tableName(tables.ledger())
                .keyConditionExpression("#scope=:tenant AND #line BETWEEN :from AND :to")
                .expressionAttributeNames(Map.of("#scope", "scope", "#line", "line"))
                .expressionAttributeValues(
                        Map.of(":tenant", text(tenant), ":from", text(from + "#"), ":to", text(to + "$"))));
        return pages.items().stream()
                .map(item -> LedgerItems.line(new Row(item)))
                .toList();
    }
}
