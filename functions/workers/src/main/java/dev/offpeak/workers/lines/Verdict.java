package dev.offpeak.workers.lines;

import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.JobState.Reason;
import dev.offpeak.core.pricing.Usage;

/// What is to become of one line.
///
/// @see SettleChunk
public sealed interface Verdict {
    CustomId id();

    record Success(CustomId id, String by, String model, Answer answer, Usage usage) implements Verdict {}

    record Failure(CustomId id, String by, Reason reason) implements Verdict {}

    /// @param next what the request is called when it is sent again
    record Again(CustomId id, CustomId next) implements Verdict {
        /// After an attempt that came to nothing.
        public static Again tried(CustomId id) {
            return new Again(id, new CustomId(id.job(), id.attempt() + 1));
        }

        /// After a batch that never ran.
        public static Again untried(CustomId id) {
            return new Again(id, id);
        }
    }
}
