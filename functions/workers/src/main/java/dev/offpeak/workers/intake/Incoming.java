package dev.offpeak.workers.intake;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Admission.Verdict;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobSpec;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.queue.Envelope;
import java.time.Instant;
import java.util.Optional;

/// One job found in a message, judged.
///
/// @param delivery index of the message it came in: if the job is not taken in, that message must come again
sealed interface Incoming {
    int delivery();

    JobId id();

    TenantId tenant();

    Instant acceptedAt();

    /// How large its request is.
    int bytes();

    /// @param forward the message that carries it on, should it go express
    record Good(
            int delivery,
            JobId id,
            TenantId tenant,
            Instant acceptedAt,
            JobSpec spec,
            Verdict.Admitted admitted,
            Envelope forward)
            implements Incoming {
        @Override
        public int bytes() {
            return spec.request().body().length();
        }

        JobRow row(JobState state) {
            return new JobRow(
                    id,
                    tenant,
                    acceptedAt,
                    Optional.of(new JobRow.Particulars(
                            spec.provider(),
                            spec.request().endpoint(),
                            admitted.model(),
                            admitted.route().lane(),
                            admitted.route().why(),
                            admitted.deadline(),
                            spec.label(),
                            spec.group(),
                            spec.terms())),
                    state);
        }
    }

    record Bad(int delivery, JobId id, TenantId tenant, Instant acceptedAt, String why) implements Incoming {
        @Override
        public int bytes() {
            return why.length();
        }
    }
}
