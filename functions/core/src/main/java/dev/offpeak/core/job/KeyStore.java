package dev.offpeak.core.job;

import dev.offpeak.core.id.TenantId;
import java.time.Instant;

/// Idempotency keys: which submission a tenant's key stands for.
public interface KeyStore {
    /// Records `claim` unless the tenant's key is taken.
    ///
    /// @return what the key stands for now: `claim` itself or an earlier one
    Claim claim(TenantId tenant, String key, Claim claim, Instant expires);

    /// @param id the job or upload id the first call was answered with
    /// @param acceptedAt when that was
    /// @param fingerprint of the body it came with
    record Claim(String id, Instant acceptedAt, String fingerprint) {}
}
