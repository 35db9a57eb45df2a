package dev.offpeak.workers.poller;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.deadline.Lateness;
import dev.offpeak.core.deadline.Lateness.Due;
import dev.offpeak.core.deadline.NextTry;
import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.JobState.Reason;
import dev.offpeak.core.routing.RoutingPolicy;
import dev.offpeak.workers.lines.Attempts;
import dev.offpeak.workers.lines.Roster;
import dev.offpeak.workers.lines.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Decides where the lines go that a batch did not answer.
final class Retries {
    private final Batch batch;
    private final Roster roster;
    private final Lateness lateness;
    private final Instant now;

    Retries(Batch batch, Roster roster, Lateness lateness, Instant now) {
        this.lateness = lateness;
        this.batch = batch;
        this.roster = roster;
        this.now = now;
    }

    /// After an attempt that nobody answered.
    Verdict tried(CustomId id, String by, Reason reason) {
        return tried(id, by, reason, Optional.empty());
    }

    /// After an attempt that failed.
    ///
    /// @param answer what the job ends with if this was its last
    Verdict tried(CustomId id, String by, Reason reason, Optional<Answer> answer) {
        return id.attempt() < Attempts.MOST
                ? Verdict.Again.tried(id, way(id), by, reason)
                : new Verdict.Failure(id, by, reason, answer);
    }

    /// After a batch that never ran.
    Verdict untried(CustomId id, String by, Reason reason) {
        return now.isBefore(deadline(id).plus(Attempts.PATIENCE))
                ? Verdict.Again.untried(id, way(id), by, reason)
                : new Verdict.Failure(id, by, reason, Optional.empty());
    }

    /// Where there was no time left for this batch, there is none for another.
    private NextTry way(CustomId id) {
        var due = new Due(batch.key().onLate(), deadline(id), batch.createdAt(), batch.lines());
        return lateness.isHopeless(due, now)
                ? NextTry.direct(due.onLate(), due.earliest(), now)
                : NextTry.of(due.onLate(), due.earliest(), RoutingPolicy.DEFAULT.batchFloor(), now);
    }

    private Instant deadline(CustomId id) {
        return roster.earliest(List.of(id));
    }
}
