package dev.offpeak.simulator.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What validation found out about a whole batch.
public sealed interface Inspection {
    /// The rows will run.
    ///
    /// @param endless rows that will not be reached in 24 hours
    /// @param model the one model of the batch; empty where rows may differ
    /// @param tokens input tokens, as the queue limit counts them
    record Accepted(int rows, int endless, String model, long tokens) implements Inspection {}

    record Rejected(List<Problem> problems) implements Inspection {
        public Rejected {
            problems = List.copyOf(problems);
        }
    }

    /// One reason to refuse the batch.
    ///
    /// @param line the line of the input file, from 1
    record Problem(
            String code,
            String message,
            @Nullable String param,
            @Nullable Integer line) {}
}
