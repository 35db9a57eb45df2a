package dev.offpeak.testkit;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Several threads trying the same thing at once.
final class Race {
    private static final int RUNNERS = 8;

    interface Runner {
        boolean wins(int number) throws Exception;
    }

    private Race() {}

    /// How many of the runners won; one that throws did not.
    static int wins(Runner runner) throws InterruptedException {
        var start = new CountDownLatch(1);
        var wins = new AtomicInteger();
        var threads = new Thread[RUNNERS];
        for (int i = 0; i < RUNNERS; i++) {
            int number = i;
            threads[i] = Thread.ofVirtual().start(() -> {
                try {
                    start.await();
                    if (runner.wins(number)) {
                        wins.incrementAndGet();
                    }
                } catch (Exception lost) {
                    throw new IllegalStateException("runner " + number + " fell", lost);
                }
            });
        }
        start.countDown();
        for (var thread : threads) {
            thread.join();
        }
        return wins.get();
    }
}
