package dev.offpeak.wire.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeadlinesTest {
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration LATER = Duration.ofHours(1);

    private final Deadlines deadlines = new Deadlines();
    private final LinkedBlockingQueue<String> ended = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        deadlines.close();
    }

    @Test
    void what_is_not_lifted_ends() throws Exception {
        var deadline = deadlines.in(SOON, () -> ended.add("a"));
        assertThat(ended.take()).isEqualTo("a");
        assertThat(deadline.passed()).isTrue();
    }

    @Test
    void what_is_lifted_never_ends() throws Exception {
        var lifted = deadlines.in(SOON, () -> ended.add("lifted"));
        lifted.lift();
        deadlines.in(SOON.multipliedBy(2), () -> ended.add("after it"));
        assertThat(ended.take()).isEqualTo("after it");
        assertThat(lifted.passed()).isFalse();
    }

    @Test
    void an_earlier_one_is_not_kept_waiting_by_a_later_one() throws Exception {
        deadlines.in(LATER, () -> ended.add("later"));
        deadlines.in(SOON, () -> ended.add("soon"));
        assertThat(ended.take()).isEqualTo("soon");
    }

    @Test
    void a_moved_one_ends_when_it_was_moved_to() throws Exception {
        var putOff = deadlines.in(SOON, () -> ended.add("put off"));
        putOff.move(LATER);
        var hurried = deadlines.in(LATER, () -> ended.add("hurried"));
        hurried.move(SOON);
        assertThat(ended.take()).isEqualTo("hurried");
        assertThat(putOff.passed()).isFalse();
    }

    @Test
    void one_that_has_passed_cannot_be_moved() throws Exception {
        var deadline = deadlines.in(Duration.ZERO, () -> ended.add("a"));
        ended.take();
        deadline.move(SOON);
        assertThat(ended.poll(SOON.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS))
                .isNull();
    }

    @Test
    void one_that_takes_long_to_end_does_not_hold_up_the_next() throws Exception {
        var held = new CountDownLatch(1);
        deadlines.in(Duration.ZERO, () -> {
            try {
                held.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        deadlines.in(SOON, () -> ended.add("next"));
        assertThat(ended.take()).isEqualTo("next");
        held.countDown();
    }

    @Test
    void nothing_ends_once_they_are_closed() throws Exception {
        deadlines.in(SOON, () -> ended.add("a"));
        deadlines.close();
        deadlines.in(SOON, () -> ended.add("b"));
        assertThat(ended.poll(SOON.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS))
                .isNull();
    }

    @Test
    void of_many_set_moved_and_lifted_at_once_exactly_those_end_that_are_left() throws Exception {
        var seed = System.nanoTime();
        var ends = new AtomicInteger();
        var left = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int thread = 0; thread < 8; thread++) {
            var random = new SplittableRandom(seed + thread);
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 500; i++) {
                    var deadline = deadlines.in(LATER, ends::incrementAndGet);
                    switch (random.nextInt(3)) {
                        case 0 -> {
                            deadline.move(SOON);
                            deadline.lift();
                        }
                        case 1 -> {
                            deadline.move(Duration.ofMillis(random.nextInt(40)));
                            left.incrementAndGet();
                        }
                        default -> deadline.move(LATER.multipliedBy(2));
                    }
                }
            }));
        }
        for (var thread : List.copyOf(threads)) {
            thread.join();
        }
        while (ends.get() < left.get()) {
            Thread.sleep(5);
        }
        // past the time of those that were lifted
        Thread.sleep(SOON.multipliedBy(2));
        assertThat(ends).as("seed %d", seed).hasValue(left.get());
    }
}
