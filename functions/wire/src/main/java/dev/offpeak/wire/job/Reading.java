package dev.offpeak.wire.job;

import dev.offpeak.core.job.JobSpec;
import java.util.Optional;

/// What reading a job's JSON came to.
public sealed interface Reading {
    record Sound(JobSpec spec) implements Reading {}

    /// JSON, but not a job.
    ///
    /// @param field the path of what is wrong, e.g. `headers.anthropic-version`
    /// @param reference the producer's own name for the job, where that much could be read
    record Flawed(String field, String why, Optional<String> reference) implements Reading {}

    /// Not a JSON object at all: nothing in it can be trusted to be an id.
    record NotJson(String why) implements Reading {}
}
