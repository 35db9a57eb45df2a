package dev.offpeak.core.account;

import dev.offpeak.core.provider.AccountLimits;
import dev.offpeak.core.provider.BatchLimits;
import java.util.List;
import java.util.function.ToLongFunction;

/// How large a segment may be so that bundles can be made of it for the queue it will wait in. Lines do not move from
/// one segment to another, so one that is too large for every queue would never be submitted.
public final class SegmentSize {
    /// So that a queue takes several, and one still when lines turn out to be denser than they look.
    private static final int PER_QUEUE = 4;

    private SegmentSize() {}

    /// @param accounts those it may be submitted with
    public static BatchLimits within(BatchLimits batch, List<AccountLimits> accounts, String model) {
        long tokens = share(accounts, account -> account.tokens(model));
        long requests = share(accounts, AccountLimits::enqueuedRequests);
        return batch.atMost(
                requests, tokens == AccountLimits.UNKNOWN ? Long.MAX_VALUE : ModelQueue.UNKNOWN.bytes(tokens));
    }

    private static long share(List<AccountLimits> accounts, ToLongFunction<AccountLimits> limit) {
        long most = accounts.stream().mapToLong(limit).max().orElseThrow();
        return most == AccountLimits.UNKNOWN ? most : Math.max(1, most / PER_QUEUE);
    }
}
