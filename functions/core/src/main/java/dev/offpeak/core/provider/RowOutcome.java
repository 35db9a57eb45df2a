package dev.offpeak.core.provider;

import dev.offpeak.core.pricing.Usage;

/// What one line of a batch's results says. Rows arrive unordered; `customId` is the only join.
public sealed interface RowOutcome {
    /// @param model the model the provider says it used
    /// @param offset where the provider's body starts, counted from the start of the row
    record Succeeded(String customId, String model, int status, int offset, int length, Usage usage)
            implements RowOutcome {}

    /// The provider tried and said no.
    ///
    /// @param retryable whether another attempt may fare better; an invalid request never does
    record Failed(String customId, ProviderFailure failure, boolean retryable) implements RowOutcome {}

    /// Not executed: the batch ran out of time.
    record Expired(String customId) implements RowOutcome {}

    /// Not executed: the batch was cancelled.
    record Canceled(String customId) implements RowOutcome {}

    /// Not a row of any known shape; counted and never guessed at.
    record Unreadable(String why) implements RowOutcome {}
}
