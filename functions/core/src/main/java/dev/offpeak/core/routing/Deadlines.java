package dev.offpeak.core.routing;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads a deadline as callers write it: an RFC 3339 instant, an ISO 8601 duration, or short as in `12h`, `90m`, `2d`.
public final class Deadlines {
    private static final Pattern SHORT = Pattern.compile("([0-9]{1,6})(s|m|h|d)");

    private Deadlines() {}

    /// @param from when the job was accepted; durations count from here
    /// @return empty when `text` is none of the three forms
    public static Optional<Instant> parse(String text, Instant from) {
        var brief = SHORT.matcher(text);
        try {
            if (brief.matches()) {
                return Optional.of(from.plus(brief(Long.parseLong(brief.group(1)), brief.group(2))));
            }
            if (text.startsWith("P")) {
                return Optional.of(from.plus(Duration.parse(text)));
            }
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Duration brief(long amount, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
