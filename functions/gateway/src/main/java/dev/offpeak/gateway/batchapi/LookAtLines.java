package dev.offpeak.gateway.batchapi;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.surface.CallerBatch;
import dev.offpeak.core.surface.Outcome;
import dev.offpeak.core.surface.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.IntPredicate;

/// Finds out which lines have ended since the last look. A line's row is not read again once it was seen ended, and
/// while a sample of the open ones shows nothing new, the others are left alone: polling stays cheap.
public final class LookAtLines {
    /// What one read of the table brings.
    private static final int SAMPLE = 100;

    /// Rows that one look reads at most, from the first line on of which there is news: lines end together that
    /// travelled together.
    private static final int MOST = 10_000;

    private final JobStore jobs;

    public LookAtLines(JobStore jobs) {
        this.jobs = jobs;
    }

    /// @param news whether any line has ended
    /// @param missing lines that have no row, of those that were looked at
    record Seen(boolean news, List<Integer> missing) {}

    /// @param isLate whether lines without a row have to be found
    Seen look(Desk desk, CallerBatch batch, Progress progress, boolean isLate) {
        var sample = Progress.sample(progress.open(), SAMPLE);
        var seen = note(desk, batch, progress, sample);
        var lost = isLate ? seen.missing() : List.<Integer>of();
        if (!seen.news() && lost.isEmpty()) {
            return seen;
        }
        int from = before(sample, line -> progress.at(line) != Outcome.OPEN || lost.contains(line));
        var rest = note(desk, batch, progress, Progress.from(from, progress.open(), MOST));
        return new Seen(seen.news() || rest.news(), rest.missing());
    }

    /// The last line of the sample before the first that there is news of: there may be news of others in between.
    private static int before(List<Integer> sample, IntPredicate isNews) {
        int before = 0;
        for (int line : sample) {
            if (isNews.test(line)) {
                break;
            }
            before = line;
        }
        return before;
    }

    private Seen note(Desk desk, CallerBatch batch, Progress progress, List<Integer> lines) {
        var ids = new HashMap<JobId, Integer>();
        lines.forEach(line -> ids.put(desk.job(batch, line), line));
        var rows = jobs.findAll(ids.keySet());
        var missing = new ArrayList<Integer>();
        boolean news = false;
        for (var asked : ids.entrySet()) {
            var row = rows.get(asked.getKey());
            if (row == null) {
                missing.add(asked.getValue());
            } else if (row.state() instanceof JobState.Settled settled) {
                progress.end(asked.getValue(), Outcome.of(settled.ending()));
                news = true;
            }
        }
        return new Seen(news, missing);
    }
}
