package dev.offpeak.core.provider;

import dev.offpeak.core.id.BatchId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A batch as its provider shows it now.
public record BatchView(BatchId id, Status status, Counts counts, Instant createdAt, Optional<Instant> expiresAt) {

    public sealed interface Status {
        record Running(String raw) implements Status {}

        record Canceling() implements Status {}

        /// Over, for whatever reason; outcomes are in the rows of `files` and nowhere else.
        record Ended(String raw, List<BatchApi.ResultFile> files) implements Status {
            public Ended {
                files = List.copyOf(files);
            }
        }

        /// Refused as a whole before any line ran; nothing was paid.
        record Invalid(List<LineProblem> problems) implements Status {
            public Invalid {
                problems = List.copyOf(problems);
            }
        }

        record Unknown(String raw) implements Status {}
    }

    /// The provider's counters: for showing progress only, they are known to lie.
    public record Counts(int total, int succeeded, int failed) {
        public static final Counts NONE = new Counts(0, 0, 0);
    }

    /// Why a provider refused a whole batch.
    ///
    /// @param line 1-based; empty when the provider blames none
    /// @param passing whether the same lines may be taken later, as when a queue was full
    public record LineProblem(Optional<Integer> line, String code, String message, boolean passing) {}
}
