package dev.offpeak.core.batch;

import dev.offpeak.core.batch.BatchState.Checkpoint;
import java.time.Instant;
import java.util.List;

/// What can happen to a batch.
public sealed interface BatchEvent {
    record Cancel() implements BatchEvent {}

    /// The provider answers that there is no such batch.
    record Lose(Instant at) implements BatchEvent {}

    /// The provider knows it again.
    record Find() implements BatchEvent {}

    record End(List<String> files) implements BatchEvent {}

    record Copy(List<String> objects) implements BatchEvent {}

    record Advance(Checkpoint to) implements BatchEvent {}

    record Finish() implements BatchEvent {}
}
