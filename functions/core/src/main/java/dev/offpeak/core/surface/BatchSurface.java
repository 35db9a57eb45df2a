package dev.offpeak.core.surface;

import dev.offpeak.core.id.CallerIds;
import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A provider's batch API as callers speak it: what they send is read, what they are shown is written. Pure.
public interface BatchSurface {
    ProviderId provider();

    /// Empty for a path that is no part of the batch API.
    Optional<Errand> errand(String method, String path);

    /// How ids of such things start.
    String prefix(CallerIds.Kind kind);

    /// Headers of a create call, lower case, that count for each of its lines.
    Set<String> carriedHeaders();

    /// The most bytes that a request of this kind may have here.
    long largest(Errand errand);

    /// Reads a call that creates a batch.
    Order order(Body request);

    sealed interface Order {
        /// The lines lie in the call itself.
        record Inline(Endpoint endpoint, List<CallerLine> lines) implements Order {}

        /// The lines lie in a file that was uploaded before.
        ///
        /// @param outputLife how long the files of results are kept; none: as long as is usual
        record OfFile(Endpoint endpoint, String file, Optional<Duration> outputLife, Map<String, String> metadata)
                implements Order {}

        record Refused(Refusal refusal) implements Order {}
    }

    /// Reads the lines of a file.
    FileLines lines(Endpoint endpoint, Body file);

    /// What a batch fails with whose file cannot be read.
    Flaw noSuchInput(String id);

    sealed interface FileLines {
        /// @param model what all lines name; none if it is nothing that a model is called
        record Sound(Optional<String> model, List<CallerLine> lines) implements FileLines {}

        record Flawed(List<Flaw> flaws) implements FileLines {}
    }

    /// Reads an uploaded file.
    Upload upload(String contentType, Body request);

    sealed interface Upload {
        /// @param seconds how long it is kept
        record File(String filename, String purpose, Body content, long seconds) implements Upload {}

        record Refused(Refusal refusal) implements Upload {}
    }

    /// Reads which stretch of a list is asked for.
    Page page(Errand errand, Map<String, String> query);

    sealed interface Page {
        /// @param after the id of an entry to go on from
        /// @param newer whether from there, or from the oldest, to newer ones
        /// @param turned whether what is found is shown the other way round
        /// @param purpose of the files asked for
        record Asked(int limit, Optional<String> after, boolean newer, boolean turned, Optional<String> purpose)
                implements Page {}

        record Refused(Refusal refusal) implements Page {}
    }

    Body batch(BatchView batch);

    Body batches(List<BatchView> page, boolean more);

    /// The answer to a call that deleted a batch or file.
    Body deleted(CallerIds.Kind kind, String id);

    Body file(FileView file);

    Body files(List<FileView> page, boolean more);

    /// The content type of results.
    String resultsType();

    /// @param customId as [CallerLine] has it
    ResultLine result(Body customId, JobId job, LineEnd end);

    Refused refusal(Refusal refusal);

    record Refused(int status, Body body) {}
}
