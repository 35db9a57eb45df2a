package dev.offpeak.core.job;

import dev.offpeak.core.id.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Which submission a tenant's key stands for: the first that claimed it.
public interface KeyStore {
    /// Records each claim unless its key is taken; answers come in the order of the questions. Keys within one call are
    /// distinct.
    ///
    /// @return what each key stands for now: the claim itself or an earlier one
    List<Claim> claim(List<Wish> wishes);

    default Claim claim(TenantId tenant, String key, Claim claim, Instant expires) {
        return claim(List.of(new Wish(tenant, key, claim, expires, Optional.empty())))
                .getFirst();
    }

    /// @param over the id of a claim that counts no longer: a key that stands for it is as good as free
    record Wish(TenantId tenant, String key, Claim claim, Instant expires, Optional<String> over) {}

    /// @param id the job or upload id the first call was answered with
    /// @param acceptedAt when that was
    /// @param fingerprint of the body it came with
    record Claim(String id, Instant acceptedAt, String fingerprint) {}
}
