package dev.offpeak.core.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.offpeak.core.account.ModelQueue.Learned;
import dev.offpeak.core.provider.AccountLimits;
import dev.offpeak.core.provider.AccountLimits.Per;
import dev.offpeak.core.provider.BatchLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is known of one model's queue, and how much is created in an hour.
class QueueTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:30Z");

    @Test
    void three_bytes_are_a_token_until_more_is_known() {
        assertThat(ModelQueue.UNKNOWN.tokens(300)).isEqualTo(100);
        assertThat(ModelQueue.UNKNOWN.tokens(301)).isEqualTo(101);
        assertThat(ModelQueue.UNKNOWN.tokens(0)).isEqualTo(1);
        assertThat(ModelQueue.UNKNOWN.bytes(100)).isEqualTo(270);
        assertThat(ModelQueue.UNKNOWN.bytes(0)).isEqualTo(1);
    }

    @Test
    void the_average_moves_a_quarter_of_the_way() {
        var once = ModelQueue.UNKNOWN.learn(5_000, 1_000);
        assertThat(once.bytesPerToken()).isCloseTo(3 / 0.9 + 0.25 * (5 - 3 / 0.9), within(1e-9));
        var often = once;
        for (int i = 0; i < 50; i++) {
            often = often.learn(50_000, 10_000);
        }
        assertThat(often.bytesPerToken()).isCloseTo(5, within(0.01));
        assertThat(often.tokens(4_500)).isCloseTo(1_000, within(2L));
    }

    @Test
    void few_tokens_teach_nothing_and_strange_ones_little() {
        assertThat(ModelQueue.UNKNOWN.learn(5_000, 999)).isSameAs(ModelQueue.UNKNOWN);
        assertThat(ModelQueue.UNKNOWN.learn(50_000_000, 1_000)).isEqualTo(ModelQueue.UNKNOWN.learn(20_000, 1_000));
        assertThat(ModelQueue.UNKNOWN.learn(1, 100_000)).isEqualTo(ModelQueue.UNKNOWN.learn(500, 1_000));
    }

    @Test
    void each_refusal_pauses_for_twice_as_long_up_to_an_hour() {
        var queue = ModelQueue.UNKNOWN;
        for (int minutes : new int[] {5, 10, 20, 40, 60, 60}) {
            queue = queue.refused(100, NOW);
            var until = NOW.plus(Duration.ofMinutes(minutes));
            assertThat(queue.pausedUntil(NOW)).contains(until);
            assertThat(queue.pausedUntil(until)).isEmpty();
        }
        assertThat(queue.refusals()).isEqualTo(6);
        assertThat(queue.accepted().pausedUntil(NOW)).isEmpty();
        assertThat(queue.accepted().refused(100, NOW).pausedUntil(NOW)).contains(NOW.plus(Duration.ofMinutes(5)));
    }

    @Test
    void the_least_that_did_not_fit_counts_for_a_day() {
        var queue = ModelQueue.UNKNOWN.refused(100, NOW).refused(200, NOW.plusSeconds(9));
        assertThat(queue.learned()).contains(new Learned(100, NOW.plusSeconds(9)));
        assertThat(queue.refused(50, NOW).learned()).contains(new Learned(50, NOW));
        var tomorrow = NOW.plusSeconds(9).plus(Duration.ofDays(1));
        assertThat(queue.learnedTokens(tomorrow.minusMillis(1))).contains(100L);
        assertThat(queue.learnedTokens(tomorrow)).isEmpty();
        assertThat(queue.refused(300, tomorrow).learned()).contains(new Learned(300, tomorrow));
        assertThat(queue.accepted().learned()).isEqualTo(queue.learned());
        assertThat(queue.accepted().bytesPerToken()).isEqualTo(queue.bytesPerToken());
        assertThat(queue.learn(5_000, 1_000).learned()).isEqualTo(queue.learned());
    }

    @Test
    void a_create_call_counts_for_an_hour_and_the_rest_of_its_minute() {
        var calls = Creations.NONE.plus(NOW).plus(NOW.plusSeconds(29)).plus(NOW.plusSeconds(30));
        assertThat(calls.perMinute())
                .isEqualTo(Map.of(Instant.parse("2026-11-23T12:00:00Z"), 2, Instant.parse("2026-11-23T12:01:00Z"), 1));
        assertThat(calls.within(NOW)).isEqualTo(3);
        assertThat(calls.freeAt(NOW)).isEqualTo(Instant.parse("2026-11-23T13:01:00Z"));
        assertThat(calls.within(Instant.parse("2026-11-23T13:00:59Z"))).isEqualTo(3);
        assertThat(calls.within(Instant.parse("2026-11-23T13:01:00Z"))).isEqualTo(1);
        assertThat(calls.freeAt(Instant.parse("2026-11-23T13:01:00Z")))
                .isEqualTo(Instant.parse("2026-11-23T13:02:00Z"));
        assertThat(calls.plus(NOW.plus(Duration.ofHours(3))).perMinute()).hasSize(1);
        assertThat(Creations.NONE.freeAt(NOW)).isEqualTo(NOW);
    }

    @Test
    void a_models_own_limit_must_be_positive() {
        assertThatThrownBy(() -> new AccountLimits(1, 1, Per.MODEL, 1, 1, Map.of("m", 0L)))
                .hasMessageContaining("limit of m");
        assertThat(new AccountLimits(7, 1, Per.MODEL, 1, 1, Map.of("m", 1L)).tokens("m"))
                .isEqualTo(1);
        assertThat(new AccountLimits(7, 1, Per.MODEL, 1, 1).tokens("m")).isEqualTo(7);
    }

    @Test
    void a_batch_can_be_held_to_less_than_its_provider_takes() {
        var limits = new BatchLimits(100, 1_000, 10, 20);
        assertThat(limits.atMost(50, 300)).isEqualTo(new BatchLimits(50, 320, 10, 20));
        assertThat(limits.atMost(200, 980)).isEqualTo(limits);
        assertThat(limits.atMost(Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(limits);
        assertThat(limits.atMost(100, 979)).isEqualTo(new BatchLimits(100, 999, 10, 20));
    }
}
