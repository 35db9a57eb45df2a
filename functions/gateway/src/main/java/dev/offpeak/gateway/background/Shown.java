package dev.offpeak.gateway.background;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.provider.Background.Standing;
import dev.offpeak.core.provider.Body;

/// What there is to show of a job in its provider's background form.
sealed interface Shown {
    /// It has no answer: not yet, or for good.
    record Unanswered(Standing standing) implements Shown {}

    record Answered(JobId job, Body answer) implements Shown {}

    /// @param standing says so
    /// @param answer a stream that ended before the work did
    record Broken(Standing standing, Body answer) implements Shown {}

    /// @param standing says where the answer is
    record TooLarge(Standing standing) implements Shown {}
}
