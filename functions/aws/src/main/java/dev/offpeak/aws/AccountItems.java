package dev.offpeak.aws;

import static dev.offpeak.aws.Attributes.number;
import static dev.offpeak.aws.Attributes.text;
import static dev.offpeak.aws.Attributes.time;

import dev.offpeak.core.account.AccountBook;
import dev.offpeak.core.account.AccountKey;
import dev.offpeak.core.account.Breaker;
import dev.offpeak.core.account.Creations;
import dev.offpeak.core.account.GivenUp;
import dev.offpeak.core.account.Hold;
import dev.offpeak.core.account.ModelQueue;
import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.id.ProviderId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Account books as DynamoDB items and back. What there are thousands of is a short text each, its fields parted by
/// blanks and the one that may hold blanks last: the item is written whole with every change and must not come near the
/// 400 KB an item may have.
final class AccountItems {
    private static final String OPEN = "!";
    private static final String NONE = "-";

    private AccountItems() {}

    static String id(AccountKey key) {
        return "account#" + key;
    }

    static Map<String, AttributeValue> item(AccountBook book) {
        var item = new HashMap<String, AttributeValue>();
        item.put(WorkItems.ID, text(id(book.key())));
        item.put("provider", text(book.key().provider()));
        item.put("account", text(book.key().account()));
        item.put(WorkItems.VERSION, number(book.version()));
        item.put("held", texts(book.held(), BundleId::value, AccountItems::words));
        item.put(
                "creations",
                texts(
                        book.creations().perMinute(),
                        minute -> Long.toString(minute.getEpochSecond()),
                        Object::toString));
        // an attribute's name may not be empty
        item.put("models", texts(book.models(), model -> "=" + model, AccountItems::words));
        item.put(
                "given",
                AttributeValue.fromL(book.givenUp().stream()
                        .map(call -> AttributeValue.fromS(words(call)))
                        .toList()));
        item.put("swept", time(book.sweptAt()));
        addTo(item, book.breaker());
        return item;
    }

    static AccountBook book(Row row) {
        return new AccountBook(
                new AccountKey(new ProviderId(row.text("provider")), new AccountId(row.text("account"))),
                map(row, "held", BundleId::new, AccountItems::hold),
                new Creations(map(
                        row, "creations", second -> Instant.ofEpochSecond(Long.parseLong(second)), Integer::parseInt)),
                breaker(row),
                map(row, "models", model -> model.substring(1), AccountItems::queue),
                row.texts("given").stream().map(AccountItems::givenUp).toList(),
                row.time("swept"),
                row.number(WorkItems.VERSION));
    }

    private static void addTo(Map<String, AttributeValue> item, Breaker breaker) {
        switch (breaker) {
            case Breaker.Closed(var failures, var from) -> {
                item.put("breaker", text("CLOSED"));
                item.put("failures", number(failures));
                item.put("until", time(from));
            }
            case Breaker.Open(var until, var why, var trips, var probing) -> {
                item.put("breaker", text(probing ? "PROBING" : "OPEN"));
                item.put("until", time(until));
                item.put("why", text(why));
                item.put("trips", number(trips));
            }
        }
    }

    private static Breaker breaker(Row row) {
        return row.text("breaker").equals("CLOSED")
                ? new Breaker.Closed(row.integer("failures"), row.time("until"))
                : new Breaker.Open(
                        row.time("until"),
                        row.text("why"),
                        row.integer("trips"),
                        row.text("breaker").equals("PROBING"));
    }

    private static String words(Hold hold) {
        return hold.tokens() + " " + hold.requests() + " " + brief(hold.since()) + " " + (hold.open() ? OPEN : NONE)
                + " " + hold.model();
    }

    private static Hold hold(String text) {
        var fields = text.split(" ", 5);
        return new Hold(
                fields[4],
                Long.parseLong(fields[0]),
                Long.parseLong(fields[1]),
                instant(fields[2]),
                fields[3].equals(OPEN));
    }

    private static String words(ModelQueue queue) {
        return queue.refusals() + " " + brief(queue.pausedUntil()) + " " + queue.bytesPerToken()
                + queue.learned()
                        .map(limit -> " " + limit.tokens() + " " + brief(limit.at()))
                        .orElse("");
    }

    private static ModelQueue queue(String text) {
        var fields = text.split(" ");
        return new ModelQueue(
                Integer.parseInt(fields[0]),
                instant(fields[1]),
                fields.length == 5
                        ? Optional.of(new ModelQueue.Learned(Long.parseLong(fields[3]), instant(fields[4])))
                        : Optional.empty(),
                Double.parseDouble(fields[2]));
    }

    private static String words(GivenUp call) {
        return call.bundle() + " " + call.lines() + " " + brief(call.intentAt()) + " " + brief(call.until());
    }

    private static GivenUp givenUp(String text) {
        var fields = text.split(" ");
        return new GivenUp(
                new BundleId(fields[0]), Integer.parseInt(fields[1]), instant(fields[2]), instant(fields[3]));
    }

    /// As short as an instant gets that is read back the same.
    private static String brief(Instant time) {
        return time.getEpochSecond() + (time.getNano() == 0 ? "" : "." + time.getNano());
    }

    private static Instant instant(String brief) {
        var parts = brief.split("\\.");
        return Instant.ofEpochSecond(Long.parseLong(parts[0]), parts.length == 1 ? 0 : Long.parseLong(parts[1]));
    }

    private static <K, V> AttributeValue texts(Map<K, V> map, Function<K, String> name, Function<V, String> value) {
        var texts = new HashMap<String, AttributeValue>();
        map.forEach((key, item) -> texts.put(name.apply(key), AttributeValue.fromS(value.apply(item))));
        return AttributeValue.fromM(texts);
    }

    private static <K, V> Map<K, V> map(Row row, String name, Function<String, K> key, Function<String, V> value) {
        return row.textMap(name).entrySet().stream()
                .collect(Collectors.toMap(item -> key.apply(item.getKey()), item -> value.apply(item.getValue())));
    }
}
