package dev.offpeak.aws;

import dev.offpeak.core.id.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// How values are written as DynamoDB attributes; [Row] reads them back.
final class Attributes {
    /// Nine digits, so that text order is time order.
    private static final DateTimeFormatter SORTABLE =
            new DateTimeFormatterBuilder().appendInstant(9).toFormatter();

    private Attributes() {}

    static AttributeValue text(Object value) {
        return AttributeValue.fromS(value.toString());
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    /// Seconds since the epoch with their fraction: 8 bytes instead of 24 or more as text.
    static AttributeValue seconds(Instant time) {
        return AttributeValue.fromN(BigDecimal.valueOf(time.getEpochSecond())
                .add(BigDecimal.valueOf(time.getNano(), 9))
                .stripTrailingZeros()
                .toPlainString());
    }

    /// What DynamoDB's own expiry reads: whole seconds, rounded up so that nothing goes early.
    static AttributeValue expiry(Instant time) {
        return number(time.getNano() == 0 ? time.getEpochSecond() : time.getEpochSecond() + 1);
    }

    static AttributeValue time(Instant time) {
        return text(sortable(time));
    }

    static String sortable(Instant time) {
        return SORTABLE.format(time);
    }

    static AttributeValue bytes(byte[] bytes) {
        return AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(bytes));
    }

    static AttributeValue texts(List<String> values) {
        return AttributeValue.fromL(values.stream().map(AttributeValue::fromS).toList());
    }

    static AttributeValue numbers(long... values) {
        return AttributeValue.fromL(
                java.util.Arrays.stream(values).mapToObj(Attributes::number).toList());
    }

    static AttributeValue shares(Map<TenantId, Integer> tenants) {
        var shares = new HashMap<String, AttributeValue>();
        tenants.forEach((tenant, lines) -> shares.put(tenant.value(), number(lines)));
        return AttributeValue.fromM(shares);
    }

    static void put(Map<String, AttributeValue> item, String name, Optional<?> value) {
        value.ifPresent(present -> item.put(name, text(present)));
    }
}
