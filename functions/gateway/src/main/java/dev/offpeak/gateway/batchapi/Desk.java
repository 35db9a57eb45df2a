package dev.offpeak.gateway.batchapi;

import dev.offpeak.core.id.CallerIds;
import dev.offpeak.core.id.CallerName;
import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.surface.BatchSurface;
import dev.offpeak.core.surface.CallerBatch;
import java.util.Optional;

/// What a call is answered with: a tenant, a provider, and how that one speaks.
record Desk(TenantId tenant, Provider provider, BatchSurface surface, Ids ids) {
    /// Lines that travel in one message: intake takes in so many of them well within its time.
    static final int PART = 5_000;

    record Ids(CallerIds callers, JobIds jobs) {}

    String id(CallerIds.Kind kind, CallerName name) {
        return surface.prefix(kind) + ids.callers().id(kind, provider.id(), tenant, name);
    }

    Optional<CallerName> name(CallerIds.Kind kind, String id) {
        return bare(kind, id).flatMap(text -> ids.callers().name(kind, provider.id(), tenant, text));
    }

    /// Which kind of file an id stands for.
    Optional<CallerIds.Kind> fileKind(String id) {
        return bare(CallerIds.Kind.INPUT, id).flatMap(text -> ids.callers().fileKind(provider.id(), tenant, text));
    }

    /// What a part's message is called; the ids of its jobs follow from it.
    String part(CallerBatch batch, int part) {
        return id(CallerIds.Kind.BATCH, batch.name()) + "-" + part;
    }

    /// @param line from 0
    JobId job(CallerBatch batch, int line) {
        return ids.jobs().ofUpload(tenant, batch.what().createdAt(), part(batch, line / PART), line % PART + 1);
    }

    static int parts(int lines) {
        return (lines + PART - 1) / PART;
    }

    private Optional<String> bare(CallerIds.Kind kind, String id) {
        var prefix = surface.prefix(kind);
        return id.startsWith(prefix) ? Optional.of(id.substring(prefix.length())) : Optional.empty();
    }
}
