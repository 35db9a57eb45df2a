package dev.offpeak.bench.calls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// How many bytes DynamoDB counts for an item (developer guide, "DynamoDB item sizes and formats", 2026-11).
final class ItemSize {
    private static final int CONTAINER = 3;

    private ItemSize() {}

    static int of(Map<String, AttributeValue> item) {
        return item.entrySet().stream()
                .mapToInt(entry -> utf8(entry.getKey()) + of(entry.getValue()))
                .sum();
    }

    private static int of(AttributeValue value) {
        return switch (value.type()) {
            case S -> utf8(value.s());
            case N -> number(value.n());
            case B -> value.b().asByteArrayUnsafe().length;
            case BOOL, NUL -> 1;
            case SS -> value.ss().stream().mapToInt(ItemSize::utf8).sum();
            case NS -> value.ns().stream().mapToInt(ItemSize::number).sum();
            case BS ->
                value.bs().stream()
                        .mapToInt(bytes -> bytes.asByteArrayUnsafe().length)
                        .sum();
            case L -> CONTAINER + elements(value.l());
            case M -> CONTAINER + value.m().size() + of(value.m());
            case UNKNOWN_TO_SDK_VERSION -> throw new IllegalArgumentException("a type not known here: " + value);
        };
    }

    private static int elements(Collection<AttributeValue> values) {
        return values.size() + values.stream().mapToInt(ItemSize::of).sum();
    }

    /// "Approximately" one byte for two significant digits, and one.
    private static int number(String digits) {
        var significant = digits.replaceAll("[^0-9]", "").replaceAll("^0+|0+$", "");
        return (significant.length() + 1) / 2 + 1;
    }

    private static int utf8(String text) {
        return text.getBytes(UTF_8).length;
    }
}
