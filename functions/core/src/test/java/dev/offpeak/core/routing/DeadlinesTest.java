package dev.offpeak.core.routing;

import static dev.offpeak.core.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.Seeds;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlinesTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-24T08:00:00Z,          2026-11-24T08:00:00Z",
        "2026-11-24T08:00:00.123456789Z, 2026-11-24T08:00:00.123456789Z",
        "2026-11-24T10:00:00+02:00,     2026-11-24T08:00:00Z",
        "2026-11-24t08:00:00z,          2026-11-24T08:00:00Z",
        "1999-12-31T23:59:59Z,          1999-12-31T23:59:59Z"
    })
    void reads_instants(String text, Instant deadline) {
        assertThat(Deadlines.parse(text, NOW)).contains(deadline);
    }

    @ParameterizedTest
    @CsvSource({
        "PT90M, PT90M",
        "P1D, PT24H",
        "PT0.5S, PT0.5S",
        "PT-1H, -PT1H",
        "P1DT2H, PT26H",
        "12h, PT12H",
        "90m, PT90M",
        "2d, PT48H",
        "45s, PT45S",
        "0s, PT0S",
        "007h, PT7H",
        "999999d, PT23999976H"
    })
    void reads_durations_from_the_moment_of_acceptance(String text, Duration left) {
        assertThat(Deadlines.parse(text, NOW)).contains(NOW.plus(left));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "soon",
                "12",
                "h",
                "12 h",
                "12H",
                "-12h",
                "1.5h",
                "1000000s",
                "12hh",
                "1w",
                "1h30m",
                "١٢h",
                "P",
                "PT",
                "P1Y",
                "P1M",
                "1D",
                "-PT1H",
                "2026-11-24",
                "2026-11-24T08:00:00",
                "08:00:00Z",
                "2026-02-30T08:00:00Z",
                "2026-11-24T24:01:00Z",
                "1763971200",
                "tomorrow 8am",
                "12h\n",
                "null"
            })
    void everything_else_is_empty(String text) {
        assertThat(Deadlines.parse(text, NOW)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PT9223372036854775807S",
                "PT9999999999999999999S",
                "P106751991167300D",
                "P99999999999999999999D",
                "+1000000000-01-01T00:00:00Z"
            })
    void what_lies_beyond_time_is_empty(String text) {
        assertThat(Deadlines.parse(text, NOW)).isEmpty();
    }

    @Test
    void a_short_deadline_past_the_last_instant_is_empty() {
        assertThat(Deadlines.parse("1s", Instant.MAX)).isEmpty();
    }

    @Test
    void no_text_makes_it_throw() {
        Seeds.each(
                2_000, seeds -> assertThat(Deadlines.parse(seeds.text(20), NOW)).isNotNull());
    }
}
