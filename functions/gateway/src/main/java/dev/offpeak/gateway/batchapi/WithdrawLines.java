package dev.offpeak.gateway.batchapi;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobEvent;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.job.JobTransitions;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.core.surface.CallerBatch;
import dev.offpeak.core.surface.Outcome;
import dev.offpeak.core.surface.Progress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Withdraws the lines of a batch that have not ended, as `DELETE /v1/jobs/{id}` does one job: what the provider has
/// begun is still paid, and a line that is in no sealed bundle yet is left out.
public final class WithdrawLines {
    /// What is moved before its lines are marked: a death in between costs no more than these.
    private static final int CHUNK = 500;

    /// Lines that somebody else moved at the same moment are gone over again.
    private static final int PASSES = 3;

    private final JobStore jobs;
    private final SegmentStore segments;
    private final InstantSource clock;

    public WithdrawLines(JobStore jobs, SegmentStore segments, InstantSource clock) {
        this.jobs = jobs;
        this.segments = segments;
        this.clock = clock;
    }

    /// Notes in `progress` what it withdrew and what it found ended: every line, or as many as it comes to before
    /// `until`, which are a few at least.
    void withdraw(Desk desk, CallerBatch batch, Progress progress, Instant until) {
        var marks = new WithdrawalMarks(segments);
        try {
            withdraw(desk, batch, progress, until, marks);
        } finally {
            marks.finish();
        }
    }

    private void withdraw(Desk desk, CallerBatch batch, Progress progress, Instant until, WithdrawalMarks marks) {
        for (int pass = 0; pass < PASSES; pass++) {
            var open = progress.open();
            for (int from = 0; from < open.length; from += CHUNK) {
                var lines = new HashMap<JobId, Integer>();
                Arrays.stream(open, from, Math.min(open.length, from + CHUNK))
                        .forEach(line -> lines.put(desk.job(batch, line), line));
                var ended = ended(batch, lines.keySet(), marks);
                lines.forEach((id, line) -> progress.end(line, ended.getOrDefault(id, Outcome.OPEN)));
                if (!clock.instant().isBefore(until)) {
                    return;
                }
            }
        }
    }

    private Map<JobId, Outcome> ended(CallerBatch batch, Set<JobId> lines, WithdrawalMarks marks) {
        var rows = jobs.findAll(lines);
        var ended = new HashMap<JobId, Outcome>();
        var live = new ArrayList<JobRow>();
        for (var row : rows.values()) {
            if (row.state() instanceof Settled settled) {
                ended.put(row.id(), Outcome.of(settled.ending()));
            } else {
                live.add(row);
            }
        }
        var unseen = lines.stream()
                .filter(id -> !rows.containsKey(id))
                .map(id -> new JobRow(id, batch.tenant(), batch.what().createdAt(), Optional.empty(), canceled(1)))
                .toList();
        // their messages are still in the queue: a row that says CANCELED makes intake drop them
        ended.putAll(LineEnds.of(unseen, jobs.insert(unseen), Outcome.CANCELED));
        ended.putAll(
                LineEnds.of(live, jobs.apply(live.stream().map(this::change).toList()), Outcome.CANCELED));
        live.stream().filter(row -> ended.get(row.id()) == Outcome.CANCELED).forEach(row -> marks.owe(row.state()));
        marks.make();
        return ended;
    }

    private JobStore.Change change(JobRow row) {
        return new JobStore.Change(row.id(), new JobEvent.End(canceled(JobTransitions.attempt(row.state()))));
    }

    private Settled canceled(int attempt) {
        return Settled.unanswered(
                Ending.CANCELED,
                attempt,
                "caller",
                clock.instant(),
                new JobState.Reason("canceled", "its batch was canceled by its owner"));
    }
}
