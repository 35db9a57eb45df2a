package dev.offpeak.core.deadline;

import static dev.offpeak.core.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.core.Seeds;
import dev.offpeak.core.deadline.Lateness.Due;
import dev.offpeak.core.routing.OnLate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatenessTest {
    private static final Instant IN_A_DAY = NOW.plus(Duration.ofDays(1));

    private final Lateness lateness = new Lateness(600);

    private static Due due(OnLate onLate, Duration given, int lines) {
        return new Due(onLate, NOW.plus(given), NOW, lines);
    }

    @Test
    void a_batch_is_cancelled_in_time_for_the_cancel_the_import_and_a_call_for_every_line() {
        assertThat(lateness.cancelAt(due(OnLate.EXPRESS, Duration.ofDays(1), 6_000)))
                .contains(IN_A_DAY.minus(Duration.ofMinutes(10 + 5 + 5 + 10)));
    }

    @Test
    void its_jobs_are_taken_from_it_when_there_is_only_time_left_to_call_them() {
        assertThat(lateness.overtakeAt(due(OnLate.EXPRESS, Duration.ofDays(1), 6_000)))
                .contains(IN_A_DAY.minus(Duration.ofMinutes(5 + 10)));
    }

    @Test
    void who_would_rather_have_none_than_a_late_one_keeps_the_time_for_calls_and_loses_the_job_at_the_deadline() {
        var due = due(OnLate.EXPIRE, Duration.ofDays(1), 6_000);
        assertThat(lateness.cancelAt(due)).contains(IN_A_DAY.minus(Duration.ofMinutes(15)));
        assertThat(lateness.overtakeAt(due)).contains(IN_A_DAY);
    }

    @Test
    void who_waits_is_never_late() {
        var due = due(OnLate.WAIT, Duration.ofHours(1), 50_000);
        assertThat(lateness.cancelAt(due)).isEmpty();
        assertThat(lateness.overtakeAt(due)).isEmpty();
        assertThat(lateness.isHopeless(due, Instant.MAX)).isFalse();
        assertThat(lateness.isOvertaken(due, Instant.MAX)).isFalse();
    }

    @Test
    void no_margin_is_more_than_half_of_the_time_there_was() {
        var due = due(OnLate.EXPRESS, Duration.ofHours(2), 50_000);
        assertThat(lateness.cancelAt(due)).contains(NOW.plus(Duration.ofHours(1)));
        assertThat(lateness.overtakeAt(due)).contains(NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void the_moment_itself_is_too_late() {
        var due = due(OnLate.EXPRESS, Duration.ofDays(1), 0);
        var cancel = lateness.cancelAt(due).orElseThrow();
        assertThat(lateness.isHopeless(due, cancel.minusNanos(1))).isFalse();
        assertThat(lateness.isHopeless(due, cancel)).isTrue();
        var overtake = lateness.overtakeAt(due).orElseThrow();
        assertThat(lateness.isOvertaken(due, overtake.minusNanos(1))).isFalse();
        assertThat(lateness.isOvertaken(due, overtake)).isTrue();
    }

    @Test
    void a_batch_is_never_overtaken_before_it_is_to_be_cancelled_nor_after_the_deadline() {
        Seeds.each(500, seeds -> {
            var some = new Due(
                    seeds.oneOf(List.of(OnLate.EXPRESS, OnLate.EXPIRE)),
                    NOW.plusSeconds(seeds.between(600, 604_800)),
                    NOW,
                    seeds.between(1, 100_000));
            var pace = new Lateness(seeds.between(1, 10_000));
            var cancel = pace.cancelAt(some).orElseThrow();
            var overtake = pace.overtakeAt(some).orElseThrow();
            assertThat(cancel).isBeforeOrEqualTo(overtake).isAfterOrEqualTo(NOW);
            assertThat(overtake).isBeforeOrEqualTo(some.earliest());
        });
    }

    @Test
    void an_express_lane_that_makes_no_calls_is_refused() {
        assertThatThrownBy(() -> new Lateness(0)).hasMessage("no call a minute would take for ever: 0");
    }
}
