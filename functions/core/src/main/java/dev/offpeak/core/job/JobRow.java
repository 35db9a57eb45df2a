package dev.offpeak.core.job;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.routing.Lane;
import dev.offpeak.core.routing.Terms;
import java.time.Instant;
import java.util.Optional;

/// A job as stored. The prompt is not in it: it lies in the segment or travels with the express message.
///
/// @param particulars empty for a job that was rejected before it could be read
public record JobRow(JobId id, TenantId tenant, Instant acceptedAt, Optional<Particulars> particulars, JobState state) {

    /// @param why the route's reason, in words
    public record Particulars(
            ProviderId provider,
            Endpoint endpoint,
            String model,
            Lane lane,
            String why,
            Instant deadline,
            Optional<String> label,
            Optional<String> group,
            Terms terms) {}

    public JobRow with(JobState next) {
        return new JobRow(id, tenant, acceptedAt, particulars, next);
    }
}
