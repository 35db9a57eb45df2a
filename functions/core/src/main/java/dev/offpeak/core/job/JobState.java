package dev.offpeak.core.job;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.pricing.Cost;
import dev.offpeak.core.pricing.Usage;
import java.time.Instant;
import java.util.Optional;

/// Where a job stands, as its row says. What users see as QUEUED, BUNDLED or SUBMITTED is derived from the segment,
/// bundle and batch, and never written here.
public sealed interface JobState {
    /// Lies in a segment; the bundler and the poller move it on.
    record Staged(int attempt, SegmentId segment, int line) implements JobState {}

    /// Waits for, or is in, a direct call in the background; the runner moves it on.
    record Express(int attempt, Optional<Intent> intent) implements JobState {
        public Express(int attempt) {
            this(attempt, Optional.empty());
        }
    }

    /// Waits for the call of `leader`, an identical job of the same tenant. Nobody moves it on: it ends when and as its
    /// leader does, and whoever reads it looks there.
    record Following(JobId leader) implements JobState {}

    /// Over. Nobody moves it on.
    ///
    /// @param by what settled it: `batch_…#offset`, `express#attempt`, `intake`, `caller`
    /// @param answer the provider's: of every success, and of a failure that it answered, unless it was deleted
    /// @param cost of a success; empty where its price or its usage is not known
    /// @param reason in words, for every ending but SUCCEEDED, and where the answer was deleted
    /// @param underWay a direct call that was being made when something else settled the job; what it comes to is
    /// still to be entered in the ledger
    record Settled(
            Ending ending,
            int attempt,
            String by,
            Instant at,
            Optional<Answer> answer,
            Usage usage,
            Optional<Cost> cost,
            Optional<Reason> reason,
            Optional<Intent> underWay)
            implements JobState {
        /// How `by` starts where the call itself settled the job.
        public static final String DIRECT = "express#";

        public Settled(
                Ending ending,
                int attempt,
                String by,
                Instant at,
                Optional<Answer> answer,
                Usage usage,
                Optional<Cost> cost,
                Optional<Reason> reason) {
            this(ending, attempt, by, at, answer, usage, cost, reason, Optional.empty());
        }

        /// An end without an answer, that cost nothing.
        public static Settled unanswered(Ending ending, int attempt, String by, Instant at, Reason reason) {
            return new Settled(
                    ending, attempt, by, at, Optional.empty(), Usage.NONE, Optional.empty(), Optional.of(reason));
        }

        public boolean isDirect() {
            return by.startsWith(DIRECT);
        }

        /// The same end for a job that shares the call, which its leader has paid for.
        public Settled atNoCost() {
            return new Settled(ending, attempt, by, at, answer, usage, Optional.of(Cost.NONE), reason);
        }

        public Settled with(Optional<Intent> call) {
            return new Settled(ending, attempt, by, at, answer, usage, cost, reason, call);
        }

        public Settled without(Reason why) {
            return new Settled(ending, attempt, by, at, Optional.empty(), usage, cost, Optional.of(why), underWay);
        }

        public Settled with(Answer told) {
            return new Settled(ending, attempt, by, at, Optional.of(told), usage, cost, reason, underWay);
        }
    }

    /// That a direct call is about to be made; written before it.
    record Intent(Instant at, Instant leaseUntil) {}

    /// Why a job did not succeed, in the provider's words where there are any.
    record Reason(String code, String message) {}
}
