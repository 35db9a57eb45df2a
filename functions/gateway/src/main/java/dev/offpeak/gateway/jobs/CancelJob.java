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
/// too; a line that is with the provider already is paid for, and that is recorded. Nor does it touch a call that may
/// be shared.
public final class CancelJob {
    public static final JobState.Reason CANCELED = new JobState.Reason("canceled", "withdrawn by its owner");

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

    /// What came of withdrawing a job.
    public sealed interface Withdrawal {
        /// It is withdrawn, now or by an earlier call.
        record Done(JobLookup.Found.Row found) implements Withdrawal {}

        /// It is as it was.
        sealed interface Not extends Withdrawal {}

        record TooLate(JobLookup.Found.Row found, Ending ending) implements Not {}

        /// Other jobs may wait for its call.
        record Shared(JobId job) implements Not {}

        /// Another change was quicker.
        record Busy(JobId job) implements Not {}

        record Nothing() implements Not {}
    }

    public HttpResponse answer(TenantId tenant, String id) throws IOException {
        return switch (withdraw(tenant, id, CANCELED)) {
            case Withdrawal.Done(var found) -> show(found);
            case Withdrawal.TooLate(var found, var ending) ->
                Problem.of(ProblemType.ENDED, "job " + found.row().id() + " has ended as " + ending + " already")
                        .response();
            case Withdrawal.Shared(var job) ->
                Problem.of(
                                ProblemType.SHARED,
                                "job " + job + " said \"share\": true and cannot be withdrawn: other jobs may wait for"
                                        + " the same call")
                        .response();
            case Withdrawal.Busy(var job) ->
                Problem.of(ProblemType.TRY_AGAIN, "job " + job + " could not be changed just now")
                        .response();
            case Withdrawal.Nothing nothing -> ReadJob.noSuchJob(id);
        };
    }

    public Withdrawal withdraw(TenantId tenant, String id, JobState.Reason reason) {
        return switch (lookup.find(tenant, id)) {
            case JobLookup.Found.Row found -> withdraw(found, reason);
            case JobLookup.Found.OnItsWay(var job) -> withdrawUnseen(tenant, job, reason);
            case JobLookup.Found.Nothing nothing -> new Withdrawal.Nothing();
        };
    }

    private Withdrawal withdraw(JobLookup.Found.Row found, JobState.Reason reason) {
        var row = found.row();
        if (row.state() instanceof Settled settled) {
            return ended(found, settled);
        }
        if (mayBeShared(row)) {
            return new Withdrawal.Shared(row.id());
        }
        var canceled = canceled(JobTransitions.attempt(row.state()), reason);
        var write = jobs.apply(List.of(new JobStore.Change(row.id(), new JobEvent.End(canceled))))
                .getFirst();
        return switch (write) {
            case Write.Done<JobRow> done -> {
                if (row.state() instanceof JobState.Staged staged) {
                    segments.withdraw(staged.segment(), staged.line());
                }
                yield new Withdrawal.Done(alone(row.with(canceled)));
            }
            case Write.Lost<JobRow>(var current) -> {
                var now = current.or(() -> jobs.find(row.id())).orElse(row);
                yield now.state() instanceof Settled settled
                        ? ended(alone(now), settled)
                        : new Withdrawal.Busy(row.id());
            }
            case Write.NotDone<JobRow> notDone -> new Withdrawal.Busy(row.id());
        };
    }

    /// The message is still in the queue: a row that says CANCELED makes intake drop it.
    private Withdrawal withdrawUnseen(TenantId tenant, JobId id, JobState.Reason reason) {
        var row = new JobRow(id, tenant, clock.instant(), Optional.empty(), canceled(1, reason));
        return switch (jobs.insert(List.of(row)).getFirst()) {
            case Write.Done<JobRow> done -> new Withdrawal.Done(alone(row));
            case Write.Lost<JobRow>(var current) -> {
                var now = current.or(() -> jobs.find(id));
                yield now.map(lookup::look).orElse(null) instanceof JobLookup.Found.Row found
                        ? withdraw(found, reason)
                        : new Withdrawal.Busy(id);
            }
            case Write.NotDone<JobRow> notDone -> new Withdrawal.Busy(id);
        };
    }

    /// Off the batch lane nobody shares, whatever the job said.
    static boolean mayBeShared(JobRow row) {
        return row.particulars()
                .filter(job -> job.terms().share() && job.lane() == Lane.BATCH)
                .isPresent();
    }

    private static JobLookup.Found.Row alone(JobRow row) {
        return new JobLookup.Found.Row(row, Optional.empty());
    }

    private static Withdrawal ended(JobLookup.Found.Row found, Settled settled) {
        return settled.ending() == Ending.CANCELED
                ? new Withdrawal.Done(found)
                : new Withdrawal.TooLate(found, settled.ending());
    }

    private HttpResponse show(JobLookup.Found.Row found) throws IOException {
        return HttpResponse.json(200, Json.object(lookup.view(found, 0)::writeFields));
    }

    private Settled canceled(int attempt, JobState.Reason reason) {
        Instant now = clock.instant();
        return Settled.unanswered(Ending.CANCELED, attempt, "caller", now, reason);
    }
}
