package dev.offpeak.core.job;

import dev.offpeak.core.id.SegmentId;

/// What can happen to a job.
public sealed interface JobEvent {
    /// A success of any attempt: it was paid for, so it settles the job.
    record Succeed(JobState.Settled settled) implements JobEvent {}

    /// A final failure of one attempt.
    record Fail(JobState.Settled settled) implements JobEvent {}

    /// Ended from outside: cancelled by its owner or past its deadline.
    record End(JobState.Settled settled) implements JobEvent {}

    /// Attempt `attempt` came to nothing; the job goes on as `next`.
    record Retry(int attempt, JobState next) implements JobEvent {}

    /// The runner is about to call the provider for `attempt`.
    record Intend(int attempt, JobState.Intent intent) implements JobEvent {}

    /// The call that `intent` announced is over and came to nothing; the job waits for its next.
    record Free(JobState.Intent intent, JobState.Express next) implements JobEvent {}

    /// Segment `from` was voided before it was committed; the line lies in another one now.
    record Restage(SegmentId from, JobState.Staged to) implements JobEvent {}

    /// Its owner wants its answer gone. What it cost stays.
    record Forget(JobState.Reason why) implements JobEvent {}

    /// The direct call that was under way when something else settled the job is in the ledger now.
    record Enter(JobState.Intent underWay) implements JobEvent {}
}
