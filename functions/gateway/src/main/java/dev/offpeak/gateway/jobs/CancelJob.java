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
import dev.offpeak.core.routing.Lane;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.core.store.Write;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.http.Json;
import dev.offpeak.gateway.http.Problem;
import dev.offpeak.gateway.http.ProblemType;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// `DELETE /v1/jobs/{id}`: withdraws a job that has not ended. It never cancels a batch, which holds others' lines
/// too; a line that is with the provider already is paid for, and that is recorded. Nor does it touch a call that
/// others
/// may share.
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
            case JobLookup.Found.Row found -> cancel(found);
            case JobLookup.Found.OnItsWay(var job) -> cancelUnseen(tenant, job);
            case JobLookup.Found.Nothing nothing -> ReadJob.noSuchJob(id);
        };
    }

    private HttpResponse cancel(JobLookup.Found.Row found) throws IOException {
        var row = found.row();
        if (row.state() instanceof Settled settled) {
            return ended(found, settled);
        }
        if (mayBeShared(row)) {
            return Problem.of(
                            ProblemType.SHARED,
                            "job " + row.id() + " said \"share\": true and cannot be withdrawn: other jobs may wait for"
                                    + " the same call")
                    .response();
        }
        var canceled = canceled(JobTransitions.attempt(row.state()));
        var write = jobs.apply(List.of(new JobStore.Change(row.id(), new JobEvent.End(canceled))))
                .getFirst();
        return switch (write) {
            case Write.Done<JobRow> done -> {
                if (row.state() instanceof JobState.Staged staged) {
                    segments.withdraw(staged.segment(), staged.line());
                }
                yield show(alone(row.with(canceled)));
            }
            case Write.Lost<JobRow>(var current) -> {
                var now = current.or(() -> jobs.find(row.id())).orElse(row);
                yield now.state() instanceof Settled settled ? ended(alone(now), settled) : busy(row.id());
            }
            case Write.NotDone<JobRow> notDone -> busy(row.id());
        };
    }

    /// The message is still in the queue: a row that says CANCELED makes intake drop it.
    private HttpResponse cancelUnseen(TenantId tenant, JobId id) throws IOException {
        var row = new JobRow(id, tenant, clock.instant(), Optional.empty(), canceled(1));
        return switch (jobs.insert(List.of(row)).getFirst()) {
            case Write.Done<JobRow> done -> show(alone(row));
            case Write.Lost<JobRow>(var current) -> {
                var now = current.or(() -> jobs.find(id));
                yield now.map(lookup::look).orElse(null) instanceof JobLookup.Found.Row found
                        ? cancel(found)
                        : busy(id);
            }
            case Write.NotDone<JobRow> notDone -> busy(id);
        };
    }

    /// Off the batch lane nobody shares, whatever the job said.
    private static boolean mayBeShared(JobRow row) {
        return row.particulars()
                .filter(job -> job.terms().share() && job.lane() == Lane.BATCH)
                .isPresent();
    }

    private static JobLookup.Found.Row alone(JobRow row) {
        return new JobLookup.Found.Row(row, Optional.empty());
    }

    private HttpResponse ended(JobLookup.Found.Row found, Settled settled) throws IOException {
        return settled.ending() == Ending.CANCELED
                ? show(found)
                : Problem.of(
                                ProblemType.ENDED,
                                "job " + found.row().id() + " has ended as " + settled.ending() + " already")
                        .response();
    }

    private HttpResponse show(JobLookup.Found.Row found) throws IOException {
        return HttpResponse.json(200, Json.object(lookup.view(found, 0)::writeFields));
    }

    private static HttpResponse busy(JobId id) {
        return Problem.of(ProblemType.TRY_AGAIN, "job " + id + " could not be changed just now")
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
