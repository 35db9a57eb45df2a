package dev.offpeak.testkit;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.KeyStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Idempotency keys in memory.
public final class FakeKeyStore implements KeyStore {
    private record Name(TenantId tenant, String key) {}

    private record Entry(Claim claim, Instant expires) {}

    private final Map<Name, Entry> entries = new HashMap<>();

    @Override
    public synchronized List<Claim> claim(List<Wish> wishes) {
        return wishes.stream().map(this::claim).toList();
    }

    private Claim claim(Wish wish) {
        var name = new Name(wish.tenant(), wish.key());
        var standing = entries.get(name);
        if (standing != null && counts(standing, wish)) {
            return standing.claim();
        }
        entries.put(name, new Entry(wish.claim(), wish.expires()));
        return wish.claim();
    }

    private static boolean counts(Entry standing, Wish wish) {
        return standing.expires().isAfter(wish.claim().acceptedAt())
                && !wish.over().equals(Optional.of(standing.claim().id()));
    }
}
