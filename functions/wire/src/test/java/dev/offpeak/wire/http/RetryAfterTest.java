package dev.offpeak.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.provider.Headers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryAfterTest {
    @Test
    void milliseconds_come_before_seconds_before_a_date() {
        assertThat(read(Map.of("retry-after-ms", "250", "retry-after", "9"))).contains(Duration.ofMillis(250));
        assertThat(read(Map.of("Retry-After", "9"))).contains(Duration.ofSeconds(9));
        assertThat(read(Map.of("retry-after", "0.5"))).contains(Duration.ofMillis(500));
        assertThat(read(Map.of(
                        "retry-after", "Mon, 23 Nov 2026 12:01:00 GMT", "date", "Mon, 23 Nov 2026 12:00:00 GMT")))
                .contains(Duration.ofMinutes(1));
    }

    @Test
    void junk_and_silence_are_no_wait() {
        assertThat(read(Map.of())).isEmpty();
        assertThat(read(Map.of("retry-after", "soon", "date", "today"))).isEmpty();
        assertThat(read(Map.of("retry-after", "-5"))).isEmpty();
        assertThat(read(Map.of("retry-after", "99999999999999999999"))).isEmpty();
    }

    private static Optional<Duration> read(Map<String, String> headers) {
        return RetryAfter.read(new Headers(headers));
    }
}
