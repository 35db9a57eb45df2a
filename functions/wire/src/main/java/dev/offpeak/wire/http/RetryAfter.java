package dev.offpeak.wire.http;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;

import dev.offpeak.core.provider.Headers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads how long a server asks us to stay away: `retry-after-ms`, then `retry-after` in seconds or as a date.
public final class RetryAfter {
    private RetryAfter() {}

    public static Optional<Duration> read(Headers headers) {
        var values = headers.values();
        return Optional.ofNullable(values.get("retry-after-ms"))
                .flatMap(text -> millis(text, 1))
                .or(() -> Optional.ofNullable(values.get("retry-after")).flatMap(text -> millis(text, 1000)))
                .or(() -> date(values.get("retry-after"), values.get("date")));
    }

    private static Optional<Duration> millis(String text, int unit) {
        return text.matches("[0-9]{1,9}(\\.[0-9]{1,6})?")
                ? Optional.of(Duration.ofMillis(Math.round(Double.parseDouble(text) * unit)))
                : Optional.empty();
    }

    // Measured on the server's own clock.
    private static Optional<Duration> date(@Nullable String until, @Nullable String now) {
        if (until == null || now == null) {
            return Optional.empty();
        }
        try {
            var left = Duration.between(
                    ZonedDateTime.parse(now, RFC_1123_DATE_TIME), ZonedDateTime.parse(until, RFC_1123_DATE_TIME));
            return Optional.of(left.isNegative() ? Duration.ZERO : left);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
