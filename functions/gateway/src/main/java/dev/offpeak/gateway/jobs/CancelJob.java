package dev.offpeak.gateway.jobs;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobEvent;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.job.JobTransitions;
import dev.offpeak.core.pricing.Cost;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.core.store.Write;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.http.Json;
import dev.offpeak.gateway.http.Problem;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// `DELETE /v1/jobs/{id}`: withdraws a job that has not ended. It never cancels a batch, which holds others' lines
/// too; a line that is with the provider already is paid for, and that is recorded.
public final class CancelJob {
    private final JobLookup lookup;
    private final JobStore jobs;
    private final SegmentStore segments;
    private final InstantSource clock;

    public CancelJob(JobLookup lookup, JobStore jobs, SegmentStore segments, InstantSource clock) {
        this.lookup = lookup;
        this.jobs = jobs;
        this.segments = segments;
        this.clock = clock;
    }

    public HttpResponse answer(TenantId tenant, String id) throws IOException {
        return switch (lookup.find(tenant, id)) {
            case JobLookup.Found.Row(var row) -> cancel(row);
            case JobLookup.Found.OnItsWay(var job) -> cancelUnseen(tenant, job);
            case JobLookup.Found.Nothing nothing -> ReadJob.noSuchJob(id);
        };
    }

    private HttpResponse cancel(JobRow row) throws IOException {
        if (row.state() instanceof Settled settled) {
            return ended(row, settled);
        }
        var canceled = canceled(JobTransitions.attempt(row.state()));
        var write = jobs.apply(List.of(new JobStore.Change(row.id(), new JobEvent.End(canceled))))
                .getFirst();
        return switch (write) {
            case Write.Done<JobRow> done -> {
                if (row.state() instanceof JobState.Staged staged) {
                    segments.withdraw(staged.segment(), staged.line());
                }
                yield show(row.with(canceled));
            }
            case Write.Lost<JobRow>(var current) -> {
                var now = current.or(() -> jobs.find(row.id())).orElse(row);
                yield now.state() instanceof Settled settled ? ended(now, settled) : busy(row.id());
            }
            case Write.NotDone<JobRow> notDone -> busy(row.id());
        };
    }

    /// The message is still in the queue: a row that says CANCELED makes intake drop it.
    private HttpResponse cancelUnseen(TenantId tenant, JobId id) throws IOException {
        var row = new JobRow(id, tenant, clock.instant(), Optional.empty(), canceled(1));
        return switch (jobs.insert(List.of(row)).getFirst()) {
            case Write.Done<JobRow> done -> show(row);
            case Write.Lost<JobRow>(var current) -> {
                var now = current.or(() -> jobs.find(id));
                yield now.isPresent() ? cancel(now.get()) : busy(id);
            }
            case Write.NotDone<JobRow> notDone -> busy(id);
        };
    }

    private HttpResponse ended(JobRow row, Settled settled) throws IOException {
        return settled.ending() == Ending.CANCELED
                ? show(row)
                : Problem.of(409, "ended", "job " + row.id() + " has ended as " + settled.ending() + " already")
                        .response();
    }

    private HttpResponse show(JobRow row) throws IOException {
        return HttpResponse.json(200, Json.object(lookup.view(row, 0)::writeFields));
    }

    private static HttpResponse busy(JobId id) {
        return Problem.of(503, "try-again", "job " + id + " could not be changed just now")
                .response();
    }

    private Settled canceled(int attempt) {
        Instant now = clock.instant();
        return new Settled(
                Ending.CANCELED,
                attempt,
                "caller",
                now,
                Optional.empty(),
                Usage.NONE,
                Cost.NONE,
                Optional.of(new JobState.Reason("canceled", "withdrawn by its owner")));
    }
}
