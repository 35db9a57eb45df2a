package dev.offpeak.core.pricing;

import java.math.BigDecimal;

/// Money, in 10⁻⁹ US dollars. Micro-dollars would round a batched 50-token embedding (half a micro-dollar) away.
public record NanoDollars(long value) implements Comparable<NanoDollars> {
    public static final NanoDollars ZERO = new NanoDollars(0);

    public NanoDollars plus(NanoDollars other) {
        return new NanoDollars(Math.addExact(value, other.value));
    }

    public NanoDollars minus(NanoDollars other) {
        return new NanoDollars(Math.subtractExact(value, other.value));
    }

    public BigDecimal dollars() {
        return BigDecimal.valueOf(value, 9);
    }

    @Override
    public int compareTo(NanoDollars other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "$" + dollars().toPlainString();
    }
}
