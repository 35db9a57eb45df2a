package dev.offpeak.core.provider;

import java.util.Map;

/// What a provider allows one account. Numbers nobody told us are [#UNKNOWN], which limits nothing.
///
/// @param enqueuedTokens input tokens of one model that may wait in unfinished batches
/// @param enqueuedRequests requests that may wait in unfinished batches
/// @param requestsPer whether [#enqueuedRequests] counts each model by itself or all of them together
/// @param batchesPerHour create calls within any hour
/// @param callsPerMinute direct calls the express lane may make
/// @param tokensOf in place of [#enqueuedTokens] for the models named here
public record AccountLimits(
        long enqueuedTokens,
        long enqueuedRequests,
        Per requestsPer,
        int batchesPerHour,
        int callsPerMinute,
        Map<String, Long> tokensOf) {
    public static final long UNKNOWN = Long.MAX_VALUE;

    /// What a limit is counted over.
    public enum Per {
        MODEL,
        ACCOUNT
    }

    public AccountLimits {
        if (enqueuedTokens < 1 || enqueuedRequests < 1 || batchesPerHour < 1 || callsPerMinute < 1) {
            throw new IllegalArgumentException("an account's limits must be positive: " + enqueuedTokens + " tokens, "
                    + enqueuedRequests + " requests, " + batchesPerHour + " batches/h, " + callsPerMinute
                    + " calls/min");
        }
        tokensOf = Map.copyOf(tokensOf);
        tokensOf.forEach((model, tokens) -> {
            if (tokens < 1) {
                throw new IllegalArgumentException(
                        "the limit of " + model + " must be positive: " + tokens + " tokens");
            }
        });
    }

    public AccountLimits(
            long enqueuedTokens, long enqueuedRequests, Per requestsPer, int batchesPerHour, int callsPerMinute) {
        this(enqueuedTokens, enqueuedRequests, requestsPer, batchesPerHour, callsPerMinute, Map.of());
    }

    /// Input tokens of `model` that may wait in unfinished batches.
    public long tokens(String model) {
        return tokensOf.getOrDefault(model, enqueuedTokens);
    }
}
