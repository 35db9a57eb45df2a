package dev.offpeak.aws;

import static dev.offpeak.aws.Attributes.number;
import static dev.offpeak.aws.Attributes.text;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.pricing.Cost;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.pricing.NanoDollars;
import dev.offpeak.core.routing.Lane;
import dev.offpeak.wire.json.JsonText;
import dev.offpeak.wire.text.ByteText;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.Update;

/// Ledger lines as DynamoDB items and back: one item per account, numbers that are only ever added to.
final class LedgerItems {
    /// A sort key holds 1,024 bytes, and a job may name any model; what is longer than any real name is cut.
    private static final int LONGEST_MODEL = 200;

    private LedgerItems() {}

    /// What is added up, by the names of the item's attributes.
    private enum Sum {
        SUCCEEDED("succeeded", LedgerLine.Amounts::succeeded),
        FAILED("failed", LedgerLine.Amounts::failed),
        UNPRICED("unpriced", LedgerLine.Amounts::unpriced),
        INPUT("input", LedgerLine.Amounts::inputTokens),
        OUTPUT("output", LedgerLine.Amounts::outputTokens),
        PAID("paid", amounts -> amounts.cost().paid().value()),
        STANDARD("standard", amounts -> amounts.cost().standard().value()),
        UNUSED("unused", amounts -> amounts.unused().answers()),
        DUPLICATE("duplicate", amounts -> amounts.unused().duplicateSpend().value()),
        CANCELED("canceled", amounts -> amounts.unused().canceledSpend().value()),
        DOUBT("doubt", amounts -> amounts.unused().inDoubt());

        /// Any word may be one of DynamoDB's own, so attributes are named by aliases.
        private final String alias;

        private final String attribute;
        private final String value;
        private final ToLongFunction<LedgerLine.Amounts> of;

        Sum(String attribute, ToLongFunction<LedgerLine.Amounts> of) {
            this.attribute = attribute;
            this.of = of;
            alias = "#" + attribute;
            value = ":" + attribute;
        }
    }

    /// Which sums a line is added to. Made once: they are the same for every call.
    ///
    /// @param members expression and names, as a request has them after its table's name
    private record Addends(List<Sum> sums, String expression, Map<String, String> names, String members) {
        static final Addends USUAL = of(EnumSet.range(Sum.SUCCEEDED, Sum.STANDARD));
        /// Rare: a line without the rest stays as short as it was.
        static final Addends ALL = of(EnumSet.allOf(Sum.class));

        static Addends of(LedgerLine.Amounts amounts) {
            return amounts.unused().equals(LedgerLine.Unused.NONE) ? USUAL : ALL;
        }

        private static Addends of(Set<Sum> sums) {
            var expression = joined("ADD ", sums, sum -> sum.alias + " " + sum.value);
            return new Addends(
                    List.copyOf(sums),
                    expression,
                    sums.stream().collect(Collectors.toMap(sum -> sum.alias, sum -> sum.attribute)),
                    ",\"UpdateExpression\":\"" + expression + "\",\"ExpressionAttributeNames\":"
                            + joined("{", sums, sum -> "\"" + sum.alias + "\":\"" + sum.attribute + "\"") + "},");
        }

        private static String joined(String before, Set<Sum> sums, Function<Sum, String> text) {
            return sums.stream().map(text).collect(Collectors.joining(",", before, ""));
        }
    }

    static Update addition(String table, LedgerLine line) {
        var addends = Addends.of(line.amounts());
        return Update.builder()
                .tableName(table)
                .key(Map.of("scope", text(line.account().tenant()), "line", text(sortKey(line.account()))))
                .updateExpression(addends.expression())
                .expressionAttributeNames(addends.names())
                .expressionAttributeValues(addends.sums().stream()
                        .collect(Collectors.toMap(sum -> sum.value, sum -> number(sum.of.applyAsLong(line.amounts())))))
                .build();
    }

    /// The same addition as the body of an `UpdateItem` request. By hand, and its names made once, because a call that
    /// somebody waits for pays for it.
    static ByteText request(String table, LedgerLine line) {
        var addends = Addends.of(line.amounts());
        var json = new ByteText(UTF_8, 1024).add("{\"TableName\":").add(JsonText.quote(table));
        json.add(addends.members()).add("\"Key\":{\"scope\":{\"S\":");
        json.add(JsonText.quote(line.account().tenant().value())).add("},\"line\":{\"S\":");
        json.add(JsonText.quote(sortKey(line.account()))).add("}},\"ExpressionAttributeValues\":");
        var before = "{\"";
        for (var sum : addends.sums()) {
            json.add(before).add(sum.value).add("\":{\"N\":\"");
            json.add(Long.toString(sum.of.applyAsLong(line.amounts()))).add("\"}");
            before = ",\"";
        }
        return json.add("}}");
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
}
