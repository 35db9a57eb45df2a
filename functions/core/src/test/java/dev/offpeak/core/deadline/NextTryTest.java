package dev.offpeak.core.deadline;

import static dev.offpeak.core.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.routing.OnLate;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextTryTest {
    @ParameterizedTest
    @CsvSource({
        "EXPRESS, PT1H, BATCH",
        "EXPRESS, PT59M59S, DIRECT",
        "EXPRESS, PT0.001S, DIRECT",
        "EXPRESS, PT0S, NONE",
        "EXPRESS, PT-1S, NONE",
        "EXPIRE, PT1H, BATCH",
        "EXPIRE, PT59M59S, NONE",
        "EXPIRE, PT-1S, NONE",
        "WAIT, PT1H, BATCH",
        "WAIT, PT0S, BATCH",
        "WAIT, PT-48H, BATCH"
    })
    void a_line_goes_where_its_time_allows(OnLate onLate, Duration left, NextTry way) {
        assertThat(NextTry.of(onLate, NOW.plus(left), Duration.ofHours(1), NOW)).isEqualTo(way);
    }

    @ParameterizedTest
    @CsvSource({"EXPRESS, PT2H, DIRECT", "EXPRESS, PT0S, NONE", "EXPIRE, PT2H, NONE", "WAIT, PT2H, BATCH"})
    void a_line_for_which_another_batch_would_be_late_goes_none_or_the_direct_way(
            OnLate onLate, Duration left, NextTry way) {
        assertThat(NextTry.direct(onLate, NOW.plus(left), NOW)).isEqualTo(way);
    }
}
