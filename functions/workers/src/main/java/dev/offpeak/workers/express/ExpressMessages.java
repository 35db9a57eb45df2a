package dev.offpeak.workers.express;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.JobSpec;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.routing.OnDoubt;
import dev.offpeak.core.routing.Terms;
import dev.offpeak.core.segment.BundleKey;
import dev.offpeak.wire.job.JobWriter;
import java.time.Instant;
import java.util.Optional;

/// Writes the message that has a line of a batch called directly.
public final class ExpressMessages {
    private final JobWriter writer = new JobWriter();

    /// What the job wants besides its request stands in its row, which the runner reads anyway.
    public Envelope of(BundleKey key, JobId job, TenantId tenant, Body request, Instant now) {
        var spec = new JobSpec(
                key.provider(),
                new Request(key.endpoint(), key.headers(), request),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Terms(key.onLate(), OnDoubt.FAIL, false));
        return new Envelope(Envelope.Kind.JOB, job.value(), tenant, now, 1, writer.write(spec));
    }
}
