package dev.offpeak.gateway.batchapi;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.surface.CallerBatch;
import dev.offpeak.core.surface.Outcome;
import dev.offpeak.core.surface.Progress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/// Finds out which lines have ended since the last look. A line's row is not read again once it was seen ended, and
/// while a sample of the open ones shows nothing new, the others are left alone: polling stays cheap.
public final class LookAtLines {
    /// What one read of the table brings.
    private static final int SAMPLE = 100;

    /// Rows that one look reads at most.
    private static final int MOST = 10_000;

    private final JobStore jobs;

    public LookAtLines(JobStore jobs) {
        this.jobs = jobs;
    }

    /// @return whether anything has ended
    boolean look(Desk desk, CallerBatch batch, Progress progress) {
        if (!note(desk, batch, progress, Progress.sample(progress.open(), SAMPLE))) {
            return false;
        }
        var rest = Arrays.stream(progress.open()).limit(MOST).boxed().toList();
        note(desk, batch, progress, rest);
        return true;
    }

    private boolean note(Desk desk, CallerBatch batch, Progress progress, List<Integer> lines) {
        var ids = new HashMap<JobId, Integer>();
        lines.forEach(line -> ids.put(desk.job(batch, line), line));
        var rows = jobs.findAll(ids.keySet());
        boolean news = false;
        for (var asked : ids.entrySet()) {
            var row = rows.get(asked.getKey());
            if (row != null && row.state() instanceof JobState.Settled settled) {
                progress.end(asked.getValue(), Outcome.of(settled.ending()));
                news = true;
            }
        }
        return news;
    }
}
