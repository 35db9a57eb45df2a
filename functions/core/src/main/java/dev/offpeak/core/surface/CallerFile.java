package dev.offpeak.core.surface;

import dev.offpeak.core.id.CallerIds;
import dev.offpeak.core.id.CallerName;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.id.TenantId;
import java.time.Instant;
import java.util.Optional;

/// A file as its caller knows it: uploaded, or the results of a batch, whose name it then has.
///
/// @param hidden whether its owner has deleted it
public record CallerFile(
        CallerIds.Kind kind, CallerName name, TenantId tenant, ProviderId provider, Facts facts, boolean hidden) {

    public record Facts(String filename, String purpose, long bytes, Instant createdAt, Optional<Instant> expiresAt) {}

    /// Where it stands among its owner's files: their order is the order of time.
    public String place() {
        return "%013d-%s-%s".formatted(facts.createdAt().toEpochMilli(), name, kind);
    }

    public CallerFile asHidden() {
        return new CallerFile(kind, name, tenant, provider, facts, true);
    }

    public boolean isReadable(Instant now) {
        return !hidden && facts.expiresAt().filter(at -> !now.isBefore(at)).isEmpty();
    }
}
