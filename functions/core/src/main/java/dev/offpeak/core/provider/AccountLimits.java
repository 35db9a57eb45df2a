package dev.offpeak.core.provider;

/// What a provider allows one account. Numbers nobody told us are [#UNKNOWN], which limits nothing.
///
/// @param enqueuedTokens input tokens of one model that may wait in unfinished batches
/// @param enqueuedRequests requests that may wait in unfinished batches
/// @param requestsPer whether [#enqueuedRequests] counts each model by itself or all of them together
/// @param batchesPerHour create calls within any hour
/// @param callsPerMinute direct calls the express lane may make
public record AccountLimits(
        long enqueuedTokens, long enqueuedRequests, Per requestsPer, int batchesPerHour, int callsPerMinute) {
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
    }
}
