package dev.offpeak.wire.job;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.JobSpec;
import java.time.Instant;

/// What the lines of an upload are called: the gateway says it to the caller, intake works it out again.
public final class UploadIds {
    private UploadIds() {}

    public static JobId of(JobIds ids, TenantId tenant, Instant acceptedAt, String upload, int line, JobSpec spec) {
        return spec.reference()
                .map(reference -> ids.ofReference(tenant, reference))
                .orElseGet(() -> ids.ofUpload(tenant, acceptedAt, upload, line));
    }
}
