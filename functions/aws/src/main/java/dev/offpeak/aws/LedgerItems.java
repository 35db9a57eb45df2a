package dev.offpeak.aws;

import static dev.offpeak.aws.Attributes.number;
import static dev.offpeak.aws.Attributes.text;

import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.pricing.Cost;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.pricing.NanoDollars;
import dev.offpeak.core.routing.Lane;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Update;

/// Ledger lines as DynamoDB items and back: one item per account, numbers that are only ever added to.
final class LedgerItems {
    /// A sort key holds 1,024 bytes, and a job may name any model; what is longer than any real name is cut.
    private static final int LONGEST_MODEL = 200;

    private LedgerItems() {}

    static Update addition(String table, LedgerLine line) {
        var amounts = amounts(line.amounts());
        var values = new HashMap<String, AttributeValue>();
        amounts.forEach((name, amount) -> values.put(":" + name, number(amount)));
        return Update.builder()
                .tableName(table)
                .key(Map.of("scope", text(line.account().tenant()), "line", text(sortKey(line.account()))))
                .updateExpression("ADD "
                        + amounts.keySet().stream()
                                .map(name -> "#" + name + " :" + name)
                                .collect(Collectors.joining(",")))
                .expressionAttributeNames(
                        amounts.keySet().stream().collect(Collectors.toMap(name -> "#" + name, name -> name)))
                .expressionAttributeValues(values)
                .build();
    }

    static String sortKey(LedgerLine.Account account) {
        var model = account.model();
        return account.day() + "#" + account.lane() + "#" + account.provider() + "#"
                + (model.length() <= LONGEST_MODEL ? model : model.substring(0, LONGEST_MODEL));
    }

    static LedgerLine line(Row row) {
        var names = row.text("line").split("#", 4);
        return new LedgerLine(
                new LedgerLine.Account(
                        new TenantId(row.text("scope")),
                        LocalDate.parse(names[0]),
                        Lane.valueOf(names[1]),
                        new ProviderId(names[2]),
                        names[3]),
                new LedgerLine.Amounts(
                        row.count("succeeded"),
                        row.count("failed"),
                        row.count("unpriced"),
                        row.count("input"),
                        row.count("output"),
                        new Cost(new NanoDollars(row.count("paid")), new NanoDollars(row.count("standard"))),
                        new LedgerLine.Unused(
                                row.count("unused"),
                                new NanoDollars(row.count("duplicate")),
                                new NanoDollars(row.count("canceled")),
                                row.count("doubt"))));
    }

    private static Map<String, Long> amounts(LedgerLine.Amounts amounts) {
        var byName = new LinkedHashMap<String, Long>();
        byName.put("succeeded", amounts.succeeded());
        byName.put("failed", amounts.failed());
        byName.put("unpriced", amounts.unpriced());
        byName.put("input", amounts.inputTokens());
        byName.put("output", amounts.outputTokens());
        byName.put("paid", amounts.cost().paid().value());
        byName.put("standard", amounts.cost().standard().value());
        // rare: a line without it stays as short as it was
        if (!amounts.unused().equals(LedgerLine.Unused.NONE)) {
            byName.put("unused", amounts.unused().answers());
            byName.put("duplicate", amounts.unused().duplicateSpend().value());
            byName.put("canceled", amounts.unused().canceledSpend().value());
            byName.put("doubt", amounts.unused().inDoubt());
        }
        return byName;
    }
}
