package dev.offpeak.core.id;

import java.time.Instant;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// What a batch or file that a caller made is called in here: 24 characters whose order is the order of time.
public record CallerName(String value) implements Comparable<CallerName> {
    private static final Pattern SHAPE = Pattern.compile("[0-9a-hjkmnp-tv-z]{24}");

    public CallerName {
        Text.require("name", value, SHAPE);
    }

    public static CallerName fresh(Instant now, RandomGenerator random) {
        var unique = new byte[ProvenNames.UNIQUE];
        random.nextBytes(unique);
        return new CallerName(Base32.encode(ProvenNames.head(now, unique)));
    }

    @Override
    public int compareTo(CallerName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
