package dev.offpeak.core.provider;

import dev.offpeak.core.pricing.Usage;
import java.util.Optional;

/// What one line of a batch's results says. Rows arrive unordered; `customId` is the only join.
public sealed interface RowOutcome {
    /// @param model the model the provider says it used
    record Succeeded(String customId, String model, Place body, Usage usage) implements RowOutcome {}

    /// The provider tried and said no.
    ///
    /// @param retryable whether another attempt may fare better; an invalid request never does
    /// @param body empty where the row has nothing that the synchronous endpoint would have answered
    record Failed(String customId, ProviderFailure failure, boolean retryable, Optional<Place> body)
            implements RowOutcome {}

    /// Not executed: the batch ran out of time.
    record Expired(String customId) implements RowOutcome {}

    /// Not executed: the batch was cancelled.
    record Canceled(String customId) implements RowOutcome {}

    /// Not a row of any known shape; counted and never guessed at.
    record Unreadable(String why) implements RowOutcome {}

    /// Where the provider's body lies.
    ///
    /// @param status the HTTP status it would have come with
    /// @param offset counted from the start of the row
    record Place(int status, int offset, int length) {}
}
