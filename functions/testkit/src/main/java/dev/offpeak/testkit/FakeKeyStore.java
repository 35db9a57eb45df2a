package dev.offpeak.testkit;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.KeyStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Idempotency keys in memory.
public final class FakeKeyStore implements KeyStore {
    private record Name(TenantId tenant, String key) {}

    private record Entry(Claim claim, Instant expires) {}

    private final Map<Name, Entry> entries = new HashMap<>();

    @Override
    public synchronized Claim claim(TenantId tenant, String key, Claim claim, Instant expires) {
        var name = new Name(tenant, key);
        var standing = entries.get(name);
        if (standing != null && standing.expires().isAfter(claim.acceptedAt())) {
            return standing.claim();
        }
        entries.put(name, new Entry(claim, expires));
        return claim;
    }
}
