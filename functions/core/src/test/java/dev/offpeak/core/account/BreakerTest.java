package dev.offpeak.core.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.core.account.Breaker.Closed;
import dev.offpeak.core.account.Breaker.Open;
import dev.offpeak.core.provider.ProviderFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BreakerTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final ProviderFailure DOWN = new ProviderFailure(503, "busy", "");
    private static final ProviderFailure NO_MONEY = new ProviderFailure(402, "billing", "");

    private static Instant in(int minutes) {
        return NOW.plus(Duration.ofMinutes(minutes));
    }

    private static ProviderFailure slow(int seconds) {
        return new ProviderFailure(429, "slow", "", Optional.of(Duration.ofSeconds(seconds)));
    }

    private static Breaker down(int times) {
        Breaker breaker = Closed.CLEAN;
        for (int i = 0; i < times; i++) {
            breaker = breaker.failed(DOWN, NOW);
        }
        return breaker;
    }

    @ParameterizedTest
    @CsvSource({
        "0, PROVIDER",
        "408, PROVIDER",
        "409, PROVIDER",
        "500, PROVIDER",
        "503, PROVIDER",
        "529, PROVIDER",
        "401, ACCOUNT",
        "402, ACCOUNT",
        "403, ACCOUNT",
        "429, ACCOUNT",
        "400, NONE",
        "404, NONE",
        "413, NONE",
        "499, NONE",
        "200, NONE"
    })
    void a_failure_is_the_accounts_the_providers_or_none(int status, Trouble trouble) {
        assertThat(Trouble.of(new ProviderFailure(status, "x", ""))).isEqualTo(trouble);
    }

    @Test
    void a_429_that_says_when_is_only_about_speed() {
        assertThat(Trouble.of(slow(3))).isEqualTo(Trouble.RATE);
        assertThat(Trouble.of(new ProviderFailure(503, "x", "", Optional.of(Duration.ofSeconds(3)))))
                .isEqualTo(Trouble.PROVIDER);
    }

    @Test
    void five_failures_in_a_row_open_it_for_a_minute() {
        assertThat(down(4)).isEqualTo(new Closed(4, Instant.EPOCH));
        assertThat(down(4).blockedUntil(NOW)).isEmpty();
        assertThat(down(5)).isEqualTo(new Open(in(1), "503 busy", 1, false));
        assertThat(down(5).blockedUntil(NOW)).contains(in(1));
        assertThat(down(5).blockedUntil(in(1))).isEmpty();
    }

    @Test
    void an_answer_between_failures_starts_the_count_anew() {
        assertThat(down(4).failed(new ProviderFailure(400, "bad", ""), NOW)).isEqualTo(Closed.CLEAN);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 402, 403, 429})
    void an_account_that_must_be_put_right_opens_it_at_once_for_five_minutes(int status) {
        assertThat(Closed.CLEAN.failed(new ProviderFailure(status, "no", ""), NOW))
                .isEqualTo(new Open(in(5), status + " no", 1, false));
    }

    @Test
    void too_fast_delays_and_opens_nothing() {
        var slowed = down(3).failed(slow(90), NOW);
        assertThat(slowed).isEqualTo(new Closed(3, NOW.plusSeconds(90)));
        assertThat(slowed.blockedUntil(NOW)).contains(NOW.plusSeconds(90));
        assertThat(slowed.failed(slow(10), NOW)).isEqualTo(slowed);
        assertThat(slowed.failed(slow(100), NOW)).isEqualTo(new Closed(3, NOW.plusSeconds(100)));
        assertThat(slowed.calling(NOW)).isSameAs(slowed);
        assertThat(slowed.failed(DOWN, NOW)).isEqualTo(new Closed(4, NOW.plusSeconds(90)));
    }

    @Test
    void it_asks_again_less_and_less_often() {
        assertThat(waits(DOWN)).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
        assertThat(waits(NO_MONEY)).containsExactly(5L, 10L, 20L, 40L, 60L, 60L, 60L);
    }

    private static List<Long> waits(ProviderFailure failure) {
        var waits = new java.util.ArrayList<Long>();
        Breaker breaker = new Open(NOW, "", 0, false);
        var now = NOW;
        for (int i = 0; i < 7; i++) {
            breaker = breaker.calling(now).failed(failure, now);
            waits.add(Duration.between(now, ((Open) breaker).until()).toMinutes());
            now = ((Open) breaker).until();
        }
        return waits;
    }

    @Test
    void however_often_it_opened_it_asks_again_within_the_hour() {
        var open = new Open(NOW, "", Integer.MAX_VALUE - 1, false);
        assertThat(open.failed(NO_MONEY, NOW).blockedUntil(NOW)).contains(in(60));
    }

    @Test
    void one_probe_at_a_time_and_a_probe_that_died_is_followed_by_another() {
        var probing = down(5).calling(in(1));
        assertThat(probing).isEqualTo(new Open(in(6), "503 busy", 1, true));
        assertThat(probing.blockedUntil(in(2))).contains(in(6));
        assertThat(probing.blockedUntil(in(6))).isEmpty();
    }

    @Test
    void a_probe_that_fails_opens_it_for_longer_and_one_that_is_answered_closes_it() {
        var probing = down(5).calling(in(1));
        assertThat(probing.failed(DOWN, in(2))).isEqualTo(new Open(in(4), "503 busy", 2, false));
        assertThat(probing.failed(NO_MONEY, in(2))).isEqualTo(new Open(in(12), "402 billing", 2, false));
        assertThat(probing.failed(slow(30), in(2))).isEqualTo(new Open(in(2).plusSeconds(30), "503 busy", 1, false));
        assertThat(probing.failed(new ProviderFailure(400, "bad", ""), in(2))).isEqualTo(Closed.CLEAN);
    }

    @Test
    void a_failure_of_a_call_made_before_it_opened_changes_nothing() {
        var open = down(5);
        assertThat(open.failed(DOWN, NOW)).isSameAs(open);
        assertThat(open.failed(NO_MONEY, in(1).minusMillis(1))).isSameAs(open);
        assertThat(open.failed(DOWN, in(1))).isEqualTo(new Open(in(3), "503 busy", 2, false));
    }

    @Test
    void a_provider_that_says_when_to_come_back_is_left_alone_as_long() {
        var later = new ProviderFailure(503, "busy", "", Optional.of(Duration.ofMinutes(9)));
        assertThat(down(4).failed(later, NOW)).isEqualTo(new Open(in(9), "503 busy", 1, false));
        var sooner = new ProviderFailure(503, "busy", "", Optional.of(Duration.ofSeconds(9)));
        assertThat(down(4).failed(sooner, NOW)).isEqualTo(new Open(in(1), "503 busy", 1, false));
    }
}
