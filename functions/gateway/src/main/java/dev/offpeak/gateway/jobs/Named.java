package dev.offpeak.gateway.jobs;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.TenantId;
import java.time.Instant;

/// A submission that has its id.
///
/// @param acceptedAt of a replay, when it was accepted first
/// @param isReplay whether its Idempotency-Key was seen before
public record Named(TenantId tenant, JobId id, Instant acceptedAt, boolean isReplay) {}
