package dev.offpeak.core.batch;

import java.time.Instant;
import java.util.List;

/// Where a batch stands for us. The poller moves every state on.
public sealed interface BatchState {
    /// The provider is, or will be, working on it.
    record Active() implements BatchState {}

    /// We asked for it to be cancelled.
    record Canceling() implements BatchState {}

    /// The provider does not know it, although it created it. That passes within a documented time, or the batch is
    /// looked for in the provider's list.
    record Missing(Instant since) implements BatchState {}

    /// The provider is finished with it, one way or another.
    ///
    /// @param files the provider's names of its result files
    record Ended(List<String> files) implements BatchState {
        public Ended {
            files = List.copyOf(files);
        }
    }

    /// Its results lie in our object store, and `checkpoint` says how far they are imported.
    ///
    /// @param objects in the order they are imported
    record Copied(List<String> objects, Checkpoint checkpoint) implements BatchState {
        public Copied {
            objects = List.copyOf(objects);
        }
    }

    /// Every row is settled. Nobody moves it on.
    record Imported(Tally tally) implements BatchState {}

    /// How far an import got; rows before it are never looked at again.
    ///
    /// @param object index into `objects`; as many as there are means that only missing lines are left
    /// @param offset of the first byte not yet imported
    record Checkpoint(int object, long offset, Tally tally) {
        public static final Checkpoint START = new Checkpoint(0, 0, Tally.NONE);
    }

    /// What became of the lines, counted from rows.
    ///
    /// @param unused rows that settled nothing: duplicates, late or unknown ones
    record Tally(int succeeded, int failed, int retried, int unused) {
        public static final Tally NONE = new Tally(0, 0, 0, 0);

        public Tally plus(Tally other) {
            return new Tally(
                    succeeded + other.succeeded, failed + other.failed, retried + other.retried, unused + other.unused);
        }
    }
}
