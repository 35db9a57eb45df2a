package dev.offpeak.simulator.anthropic;

import java.util.HashMap;
import java.util.Map;

/// The queue limit: rows of unfinished batches per key, over all models.
final class RequestQueue {
    private final long limit;
    private final Map<String, Long> waiting = new HashMap<>();

    RequestQueue(long limit) {
        this.limit = limit;
    }

    synchronized boolean reserve(String owner, int rows) {
        long sum = waiting.getOrDefault(owner, 0L) + rows;
        if (limit > 0 && sum > limit) {
            return false;
        }
        waiting.put(owner, sum);
        return true;
    }

    /// Without asking: the batch was let in before a restart.
    synchronized void take(String owner, int rows) {
        waiting.merge(owner, (long) rows, Long::sum);
    }

    synchronized void release(String owner, int rows) {
        waiting.merge(owner, (long) -rows, Long::sum);
    }
}
