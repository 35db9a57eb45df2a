package dev.offpeak.gateway.background;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.store.ObjectStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;

/// What callers asked for, kept until there is an answer that says it: a job's row does not, and before intake there is
/// no row.
public record Memos(ObjectStore objects) {
    void keep(TenantId tenant, JobId job, Body memo) throws IOException {
        objects.putIfAbsent(key(tenant, job), memo.toBytes());
    }

    /// Empty for a job that came in by another door.
    Optional<Body> find(TenantId tenant, JobId job) throws IOException {
        try (var memo = objects.open(key(tenant, job), 0, Long.MAX_VALUE)) {
            return Optional.of(Body.of(memo.readAllBytes()));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    private static String key(TenantId tenant, JobId job) {
        return "callers/" + tenant + "/background/" + job;
    }
}
