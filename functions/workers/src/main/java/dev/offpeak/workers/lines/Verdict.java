package dev.offpeak.workers.lines;

import dev.offpeak.core.deadline.NextTry;
import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.JobState.Reason;
import dev.offpeak.core.pricing.Usage;
import java.util.Optional;

/// What is to become of one line.
///
/// @see SettleChunk
public sealed interface Verdict {
    CustomId id();

    record Success(CustomId id, String by, String model, Answer answer, Usage usage) implements Verdict {}

    /// @param answer the provider's own words, where it answered
    record Failure(CustomId id, String by, Reason reason, Optional<Answer> answer) implements Verdict {}

    /// Not answered: another try, or none.
    ///
    /// @param next what the request is called when it is sent again
    /// @param way where to, as things stand now; a run that is repeated later goes by what the first one wrote
    /// @param by what came to nothing
    record Again(CustomId id, CustomId next, NextTry way, String by, Reason reason) implements Verdict {
        /// After an attempt that came to nothing.
        public static Again tried(CustomId id, NextTry way, String by, Reason reason) {
            return new Again(id, new CustomId(id.job(), id.attempt() + 1), way, by, reason);
        }

        /// After a batch that never ran.
        public static Again untried(CustomId id, NextTry way, String by, Reason reason) {
            return new Again(id, id, way, by, reason);
        }

        public boolean isUntried() {
            return next.equals(id);
        }
    }
}
