package dev.offpeak.core.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlineBandTest {
    @ParameterizedTest
    @CsvSource({
        "-PT1H, H2",
        "PT2H, H2",
        "PT2H0.000000001S, H4",
        "PT4H, H4",
        "PT8H, H8",
        "PT16H, H16",
        "PT24H, H24",
        "PT24H1S, H36",
        "PT36H, H36",
        "PT48H, H48",
        "PT72H, H72",
        "PT120H, H120",
        "PT120H1S, LATER",
        "P9999999D, LATER"
    })
    void a_band_holds_what_is_due_within_its_hours(Duration left, DeadlineBand band) {
        assertThat(DeadlineBand.of(left)).isEqualTo(band);
    }
}
