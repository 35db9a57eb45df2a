package dev.offpeak.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "3s,PT3S", "15m,PT15M", "12h,PT12H", "PT1M30S,PT1M30S"})
    void durations_are_read_short_and_long(String text, Duration duration) {
        assertThat(new Durations().convert(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "3x", "-3s", "PT-3S", "soon"})
    void anything_else_is_refused_in_words(String text) {
        assertThatThrownBy(() -> new Durations().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "' is not a duration");
    }

    @Test
    void numbers_read_the_same_everywhere() {
        assertThat(Words.count(1_234_567)).isEqualTo("1,234,567");
        assertThat(Words.clock(Duration.ofSeconds(3_725))).isEqualTo("1:02:05");
        assertThat(Words.latency(Duration.ofMillis(1_449))).isEqualTo("1.4 s");
        assertThat(Words.dollars(new BigDecimal("1234.56785"))).isEqualTo("$1,234.5679");
    }

    @Test
    void a_saving_is_never_rounded_up() {
        assertThat(Words.percent(new BigDecimal("4.9999"), BigDecimal.TEN)).isEqualTo("49.9 %");
        assertThat(Words.percent(BigDecimal.ZERO, BigDecimal.ZERO)).isEqualTo("0.0 %");
    }
}
