package dev.offpeak.aws;

import dev.offpeak.core.id.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A DynamoDB item with typed access by attribute name; a missing attribute is named in the exception.
record Row(Map<String, AttributeValue> item) {
    /// Of an answer that has an empty map where there is no item.
    static Optional<Row> of(@Nullable Map<String, AttributeValue> item) {
        return item == null || item.isEmpty() ? Optional.empty() : Optional.of(new Row(item));
    }

    boolean has(String name) {
        return item.containsKey(name);
    }

    String text(String name) {
        return get(name).s();
    }

    Optional<String> maybeText(String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::s);
    }

    long number(String name) {
        return Long.parseLong(get(name).n());
    }

    /// Zero where there is none, as for counters that were never added to.
    long count(String name) {
        return has(name) ? number(name) : 0;
    }

    int integer(String name) {
        return Math.toIntExact(number(name));
    }

    Instant seconds(String name) {
        return seconds(get(name));
    }

    List<Instant> allSeconds(String name) {
        return get(name).l().stream().map(Row::seconds).toList();
    }

    Instant time(String name) {
        return Instant.parse(text(name));
    }

    byte[] bytes(String name) {
        return get(name).b().asByteArrayUnsafe();
    }

    List<String> texts(String name) {
        return get(name).l().stream().map(AttributeValue::s).toList();
    }

    /// Maps in a list, each as a row of its own.
    List<Row> rows(String name) {
        return get(name).l().stream().map(value -> new Row(value.m())).toList();
    }

    List<Long> numbers(String name) {
        return get(name).l().stream().map(value -> Long.parseLong(value.n())).toList();
    }

    List<Long> numberSet(String name) {
        return get(name).ns().stream().map(Long::parseLong).toList();
    }

    Map<TenantId, Integer> shares(String name) {
        var shares = new HashMap<TenantId, Integer>();
        get(name).m().forEach((tenant, lines) -> shares.put(new TenantId(tenant), Integer.parseInt(lines.n())));
        return shares;
    }

    Map<String, String> textMap(String name) {
        var texts = new HashMap<String, String>();
        get(name).m().forEach((key, value) -> texts.put(key, value.s()));
        return texts;
    }

    private static Instant seconds(AttributeValue value) {
        var seconds = new BigDecimal(value.n());
        long whole = seconds.longValue();
        return Instant.ofEpochSecond(
                whole,
                seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValueExact());
    }

    private AttributeValue get(String name) {
        var value = item.get(name);
        if (value == null) {
            var id = item.get("id");
            throw new IllegalStateException(
                    "row " + (id == null ? "without an id" : id.s()) + " has no attribute " + name);
        }
        return value;
    }
}
