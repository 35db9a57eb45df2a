package dev.offpeak.simulator.openai;

import java.util.HashMap;
import java.util.Map;

/// The queue limit: input tokens of unfinished batches, per key and model.
final class EnqueuedTokens {
    private final long limit;
    private final Map<String, Long> waiting = new HashMap<>();

    /// @param limit 0 for none
    EnqueuedTokens(long limit) {
        this.limit = limit;
    }

    long limit() {
        return limit;
    }

    synchronized boolean reserve(String owner, String model, long tokens) {
        long sum = waiting.getOrDefault(owner + ' ' + model, 0L) + tokens;
        if (limit > 0 && sum > limit) {
            return false;
        }
        waiting.put(owner + ' ' + model, sum);
        return true;
    }

    /// Without asking: the batch was let in before a restart.
    synchronized void take(String owner, String model, long tokens) {
        waiting.merge(owner + ' ' + model, tokens, Long::sum);
    }

    synchronized void release(String owner, String model, long tokens) {
        waiting.merge(owner + ' ' + model, -tokens, Long::sum);
    }
}
