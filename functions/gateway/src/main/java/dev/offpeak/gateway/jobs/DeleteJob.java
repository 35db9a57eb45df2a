package dev.offpeak.gateway.jobs;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.JobEvent;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.store.Write;
import dev.offpeak.gateway.jobs.CancelJob.Withdrawal;
import dev.offpeak.gateway.jobs.JobLookup.Found;
import java.util.List;
import java.util.Optional;

/// Deletes a job where a provider's form has that: one that has not ended is withdrawn, one that has loses its answer.
/// Its row stays, with what it cost. An answer that lies in a file with others' is out of reach from then on, and goes
/// with the file.
public final class DeleteJob {
    private static final JobState.Reason DELETED = new JobState.Reason("deleted", "deleted by its owner");

    private final CancelJob cancel;
    private final JobStore jobs;

    public DeleteJob(CancelJob cancel, JobStore jobs) {
        this.cancel = cancel;
        this.jobs = jobs;
    }

    /// `Done` if it is deleted, now or by an earlier call.
    public Withdrawal delete(TenantId tenant, String id) {
        return switch (cancel.withdraw(tenant, id, DELETED)) {
            case Withdrawal.Done(var found) when !isDeleted(found) -> forget(found);
            case Withdrawal.TooLate(var found, var ending) -> forget(found);
            case Withdrawal other -> other;
        };
    }

    public static boolean isDeleted(Found.Row found) {
        return found.row().state() instanceof Settled settled
                && settled.reason().equals(Optional.of(DELETED));
    }

    private Withdrawal forget(Found.Row found) {
        var row = found.row();
        if (CancelJob.mayBeShared(row)) {
            return new Withdrawal.Shared(row.id());
        }
        var write = jobs.apply(List.of(new JobStore.Change(row.id(), new JobEvent.Forget(DELETED))))
                .getFirst();
        return write instanceof Write.Done<JobRow> ? new Withdrawal.Done(found) : new Withdrawal.Busy(row.id());
    }
}
