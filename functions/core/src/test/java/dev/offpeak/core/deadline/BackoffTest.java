package dev.offpeak.core.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offpeak.core.Seeds;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(60));

    @Test
    void every_failure_doubles_the_wait_up_to_the_longest() {
        assertThat(backoff.pause(1, 0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.pause(2, 0)).isEqualTo(Duration.ofSeconds(2));
        assertThat(backoff.pause(5, 0)).isEqualTo(Duration.ofSeconds(16));
        assertThat(backoff.pause(6, 0)).isEqualTo(Duration.ofSeconds(30));
        assertThat(backoff.pause(Integer.MAX_VALUE, 0)).isEqualTo(Duration.ofSeconds(30));
        assertThat(backoff.pause(0, 0)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void chance_spreads_waits_over_the_upper_half() {
        assertThat(backoff.pause(2, 0.5)).isEqualTo(Duration.ofSeconds(3));
        Seeds.each(300, seeds -> {
            int failures = seeds.between(1, 100);
            var wait = backoff.pause(failures, seeds.between(0, 999) / 1_000.0);
            assertThat(wait).isBetween(backoff.pause(failures, 0), Duration.ofSeconds(60));
            assertThat(wait).isLessThan(backoff.pause(failures, 0).multipliedBy(2));
        });
    }

    @Test
    void waits_that_do_not_grow_are_refused() {
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessageStartingWith("waits must grow");
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageStartingWith("waits must grow");
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(-2), Duration.ofSeconds(1)))
                .hasMessageStartingWith("waits must grow");
    }
}
