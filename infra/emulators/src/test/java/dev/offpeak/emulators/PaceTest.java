package dev.offpeak.emulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Instant SINCE = Instant.parse("2026-11-25T06:00:00Z");

    private final Pace pace = new Pace(SINCE, 10);

    @Test
    void the_stacks_clock_runs_ahead_from_its_beginning() {
        assertThat(pace.at(SINCE)).isEqualTo(SINCE);
        assertThat(pace.at(SINCE.plusSeconds(60))).isEqualTo(SINCE.plusSeconds(600));
        assertThat(Pace.REAL.at(SINCE)).isEqualTo(SINCE);
    }

    @Test
    void waits_shrink_down_to_what_processes_need_and_keep_their_order() {
        Duration intake = Duration.ofSeconds(30);
        assertThat(pace.timeLimit(Duration.ofMinutes(10))).isEqualTo(Duration.ofMinutes(1));
        assertThat(pace.timeLimit(intake)).isEqualTo(Duration.ofSeconds(20));
        assertThat(pace.visibility(Duration.ofMinutes(3))).isEqualTo(Duration.ofSeconds(250));
        assertThat(pace.visibility(Duration.ofMinutes(11))).isEqualTo(Duration.ofMinutes(11));
        Pace frantic = new Pace(SINCE, 1_000);
        Duration hidden = frantic.visibility(Duration.ofMinutes(3));
        assertThat(hidden.dividedBy(1_000)).isGreaterThan(frantic.timeLimit(intake));
        assertThat(Pace.REAL.timeLimit(intake)).isEqualTo(intake);
    }

    @Test
    void a_real_pace_needs_no_telling_and_a_backward_one_is_refused() {
        assertThat(Pace.REAL.variables()).isEmpty();
        assertThatThrownBy(() -> new Pace(SINCE, 0.5)).hasMessageContaining("not 0.5");
    }
}
