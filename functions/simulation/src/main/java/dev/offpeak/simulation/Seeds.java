package dev.offpeak.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Many seeds at once.
final class Seeds {
    private Seeds() {}

    record Failure(long seed, List<String> violations) {
        String text() {
            return "seed " + seed + " fails; replay it with: ./offpeak simulate --seed " + seed + "\n  "
                    + String.join("\n  ", violations);
        }
    }

    record Report(long seeds, long jobs, long followers, long steps, Optional<Failure> failure) {}

    /// On all cores, until the first seed that fails; of several the smallest is told.
    static Report run(long from, long count, Mutation mutation) {
        var next = new AtomicLong(from);
        var seeds = new AtomicLong();
        var jobs = new AtomicLong();
        var followers = new AtomicLong();
        var steps = new AtomicLong();
        var failures = new ArrayList<Failure>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (long seed = next.getAndIncrement(); seed < from + count; seed = next.getAndIncrement()) {
                    var verdict = Simulation.run(seed, mutation);
                    seeds.incrementAndGet();
                    jobs.addAndGet(verdict.jobs());
                    followers.addAndGet(verdict.followers());
                    steps.addAndGet(verdict.steps());
                    if (!verdict.isGood()) {
                        next.set(from + count);
                        synchronized (failures) {
                            failures.add(new Failure(seed, verdict.violations()));
                        }
                    }
                }
            }));
        }
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        return new Report(
                seeds.get(),
                jobs.get(),
                followers.get(),
                steps.get(),
                failures.stream().min(Comparator.comparingLong(Failure::seed)));
    }
}
