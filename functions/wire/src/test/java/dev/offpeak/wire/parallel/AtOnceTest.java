package dev.offpeak.wire.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AtOnceTest {
    private static final List<Integer> MANY = IntStream.range(0, 40).boxed().toList();

    @Test
    void results_come_in_the_order_of_what_was_asked() {
        assertThat(new AtOnce(7).map(MANY, i -> i * 2))
                .isEqualTo(MANY.stream().map(i -> i * 2).toList());
        assertThat(new AtOnce(1).map(MANY, i -> i)).isEqualTo(MANY);
        assertThat(new AtOnce(7).map(List.of(), i -> i)).isEmpty();
    }

    @Test
    void as_many_as_it_is_wide_are_done_at_once_and_no_more() {
        var together = new CyclicBarrier(4);
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        var _ = new AtOnce(4).map(MANY, i -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            try {
                return together.await(10, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            } finally {
                now.decrementAndGet();
            }
        });
        assertThat(most).hasValue(4);
    }

    @Test
    void what_is_done_alone_is_done_in_place() {
        var here = Thread.currentThread();
        assertThat(new AtOnce(1).map(MANY, i -> Thread.currentThread())).containsOnly(here);
        assertThat(new AtOnce(9).map(List.of(1), i -> Thread.currentThread())).containsExactly(here);
    }

    @Test
    void one_failure_fails_all_when_all_are_through() {
        var done = new AtomicInteger();
        assertThatThrownBy(() -> new AtOnce(3).map(MANY, i -> {
                    if (i == 1) {
                        throw new IllegalArgumentException("no " + i);
                    }
                    return done.incrementAndGet();
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no 1");
        assertThat(done).hasValue(MANY.size() - 1);
    }

    @Test
    void an_error_stays_one() {
        assertThatThrownBy(() -> new AtOnce(2).map(MANY, i -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(StackOverflowError.class);
    }

    @Test
    void nothing_is_done_by_nobody() {
        assertThatThrownBy(() -> new AtOnce(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
