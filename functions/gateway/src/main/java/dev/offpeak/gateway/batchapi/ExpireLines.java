package dev.offpeak.gateway.batchapi;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.surface.CallerBatch;
import dev.offpeak.core.surface.Outcome;
import dev.offpeak.core.surface.Progress;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// Ends the lines that never arrived, so that their batch ends: whoever takes in a line has a rescuer, but of one whose
/// message was lost nobody knows.
public final class ExpireLines {
    private final JobStore jobs;
    private final InstantSource clock;

    public ExpireLines(JobStore jobs, InstantSource clock) {
        this.jobs = jobs;
        this.clock = clock;
    }

    /// Should a message turn up after all, the row makes intake drop it.
    void expire(Desk desk, CallerBatch batch, Progress progress, List<Integer> lines) {
        var byId = new HashMap<JobId, Integer>();
        lines.forEach(line -> byId.put(desk.job(batch, line), line));
        var rows = byId.keySet().stream()
                .map(id -> new JobRow(id, batch.tenant(), batch.what().createdAt(), Optional.empty(), expired()))
                .toList();
        var ended = LineEnds.of(rows, jobs.insert(rows), Outcome.EXPIRED);
        byId.forEach((id, line) -> progress.end(line, ended.getOrDefault(id, Outcome.OPEN)));
    }

    private Settled expired() {
        return Settled.unanswered(
                Ending.EXPIRED,
                1,
                "gateway",
                clock.instant(),
                new JobState.Reason("deadline", "it was not taken in before its deadline"));
    }
}
