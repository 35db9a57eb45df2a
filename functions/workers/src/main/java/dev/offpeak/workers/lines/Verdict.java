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

    record Again(CustomId id) implements Verdict {}
}
