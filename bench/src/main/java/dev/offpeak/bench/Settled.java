package dev.offpeak.bench;

import dev.offpeak.bench.load.Results;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.JobEvent;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobStore.Change;
import java.util.Objects;
import java.util.function.Consumer;

/// What became of a batch's jobs, in a few numbers that tell any two outcomes apart.
///
/// @param places a sum over where each job's answer lies, in whatever order they were settled
record Settled(long rows, long outputTokens, long places) {
    /// What must come of these results.
    static Settled of(Results results, String object) {
        long tokens = 0;
        long places = 0;
        int rows = results.requests().size();
        for (int i = 0; i < rows; i++) {
            var row = results.row(i);
            tokens += row.outputTokens();
            places += place(
                    row.id().job().value(), object, (long) i * results.rowBytes() + row.bodyOffset(), row.bodyLength());
        }
        return new Settled(rows, tokens, places);
    }

    /// Adds up the changes a job store is asked for; anything but a stored success is a mistake here.
    static final class Count implements Consumer<Change> {
        private long rows;
        private long tokens;
        private long places;

        @Override
        public synchronized void accept(Change change) {
            if (change.event() instanceof JobEvent.Succeed(JobState.Settled settled)
                    && settled.answer().orElse(null)
                            instanceof Answer.Stored(int status, var object, long offset, int length)
                    && status == 200) {
                rows++;
                tokens += settled.usage().output();
                places += place(change.id().value(), object, offset, length);
            }
        }

        synchronized Settled sum() {
            return new Settled(rows, tokens, places);
        }
    }

    private static long place(String job, String object, long offset, int length) {
        long mixed = Objects.hash(job, object, length) * 0x9E3779B97F4A7C15L + offset * 0xC2B2AE3D27D4EB4FL;
        return (mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L;
    }
}
