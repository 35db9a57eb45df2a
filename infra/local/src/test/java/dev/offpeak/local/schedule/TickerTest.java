package dev.offpeak.local.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offpeak.local.lambda.Outcome.Answered;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TickerTest {

    private static final Duration FAST = Duration.ofMillis(10);

    @Test
    void the_function_is_invoked_again_and_again_with_the_input() throws Exception {
        CountDownLatch three = new CountDownLatch(3);
        try (var _ = Ticker.start("tea", FAST, "{\"n\":1}", 1, event -> {
            assertThat(new String(event, StandardCharsets.UTF_8)).isEqualTo("{\"n\":1}");
            three.countDown();
            return new Answered(event);
        })) {
            assertThat(three.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_busy_function_has_one_tick_waiting_at_most() throws Exception {
        AtomicInteger entered = new AtomicInteger();
        CountDownLatch two = new CountDownLatch(2);
        CountDownLatch never = new CountDownLatch(1);
        try (var _ = Ticker.start("tea", FAST, "{}", 1, event -> {
            entered.incrementAndGet();
            two.countDown();
            never.await();
            return new Answered(event);
        })) {
            assertThat(two.await(5, TimeUnit.SECONDS)).isTrue();
            // Some more ticks pass while both are stuck; none of them may get in.
            assertThat(never.await(200, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(entered).hasValue(2);
        }
    }
}
