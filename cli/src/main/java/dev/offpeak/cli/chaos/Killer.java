package dev.offpeak.cli.chaos;

import dev.offpeak.cli.stack.LocalStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Ends a random process of a random part, as `kill -9` does, and then another one.
final class Killer {
    private static final int SHORTEST_MILLIS = 1_000;
    private static final int LONGEST_MILLIS = 5_000;

    private final LocalStack stack;
    private final RandomGenerator random;
    private final Map<String, Integer> kills = new TreeMap<>();

    Killer(LocalStack stack, RandomGenerator random) {
        this.stack = stack;
        this.random = random;
    }

    void run(Deadline deadline) throws InterruptedException {
        while (!deadline.isOver()) {
            Thread.sleep(SHORTEST_MILLIS + random.nextInt(LONGEST_MILLIS - SHORTEST_MILLIS));
            killOne();
        }
    }

    synchronized Map<String, Integer> kills() {
        return Map.copyOf(kills);
    }

    synchronized int count() {
        return kills.values().stream().mapToInt(Integer::intValue).sum();
    }

    // Parts have the same chance, however many processes they have; one that is just down is left alone.
    private void killOne() {
        Map<String, List<Long>> parts = stack.processes();
        List<String> running = new ArrayList<>(new TreeMap<>(parts).keySet());
        running.removeIf(part -> parts.getOrDefault(part, List.of()).isEmpty());
        if (running.isEmpty()) {
            return;
        }
        String part = running.get(random.nextInt(running.size()));
        List<Long> pids = parts.getOrDefault(part, List.of());
        Optional<ProcessHandle> victim = ProcessHandle.of(pids.get(random.nextInt(pids.size())));
        if (victim.filter(ProcessHandle::destroyForcibly).isPresent()) {
            synchronized (this) {
                kills.merge(part, 1, Integer::sum);
            }
        }
    }
}
