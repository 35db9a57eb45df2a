package dev.offpeak.core.batch;

import dev.offpeak.core.batch.BatchState.Checkpoint;
import java.util.List;

/// What can happen to a batch.
public sealed interface BatchEvent {
    record Cancel() implements BatchEvent {}

    record End(List<String> files) implements BatchEvent {}

    record Copy(List<String> objects) implements BatchEvent {}

    record Advance(Checkpoint to) implements BatchEvent {}

    record Finish() implements BatchEvent {}
}
