package dev.offpeak.workers.intake;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState.Express;
import dev.offpeak.core.job.JobState.Following;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.job.JobState.Staged;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.job.KeyStore.Claim;
import dev.offpeak.core.segment.LineSet;
import dev.offpeak.core.segment.SegmentStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Looks at jobs that others could follow, and tells which of them are certain to run.
final class Leaders {
    /// A leader that died before it was taken in is delivered again after three minutes. Longer than this nobody waits
    /// for
    /// it: its message may lie with the dead letters.
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private final JobStore jobs;
    private final SegmentStore segments;

    Leaders(JobStore jobs, SegmentStore segments) {
        this.jobs = jobs;
        this.segments = segments;
    }

    sealed interface Leader {
        /// Taken in and not over: its call will be made, or is being made.
        record Running(JobRow row) implements Leader {}

        /// Has claimed the key just now; whether it will be taken in is not known yet.
        record Coming() implements Leader {}

        /// Over, a follower itself, or never taken in.
        record Gone() implements Leader {}
    }

    Map<Claim, Leader> look(Set<Claim> claims, Instant now) {
        var rows =
                jobs.findAll(claims.stream().map(claim -> new JobId(claim.id())).collect(Collectors.toSet()));
        var lines = new HashMap<SegmentId, LineSet>();
        var leaders = new HashMap<Claim, Leader>();
        for (var claim : claims) {
            var row = Optional.ofNullable(rows.get(new JobId(claim.id())));
            leaders.put(claim, judge(row, now.isBefore(claim.acceptedAt().plus(PATIENCE)), lines));
        }
        return leaders;
    }

    private Leader judge(Optional<JobRow> row, boolean isYoung, Map<SegmentId, LineSet> lines) {
        var isCertain = row.map(found -> switch (found.state()) {
            // a row alone is not enough: its intake may have died before it committed the segment or sent the message
            case Staged(var attempt, var segment, var line) ->
                attempt > 1 || live(segment, lines).contains(line);
            case Express(var attempt, var intent) -> attempt > 1 || intent.isPresent();
            case Following following -> false;
            case Settled settled -> false;
        });
        if (isCertain.orElse(false)) {
            return new Leader.Running(row.orElseThrow());
        }
        boolean mayCome = row.map(found -> found.state() instanceof Staged || found.state() instanceof Express)
                .orElse(true);
        return mayCome && isYoung ? new Leader.Coming() : new Leader.Gone();
    }

    private LineSet live(SegmentId id, Map<SegmentId, LineSet> known) {
        return known.computeIfAbsent(
                id, segment -> segments.find(segment).map(found -> found.live()).orElse(LineSet.none()));
    }
}
