package dev.offpeak.core.id;

import java.util.Arrays;
import java.util.Optional;

/// Mints the ids under which callers know their batches and files, and checks whose they are. They look like job ids,
/// and each kind at each provider has proofs of its own.
public final class CallerIds {
    private final Signer signer;

    public CallerIds(Signer signer) {
        this.signer = signer;
    }

    public enum Kind {
        BATCH,
        /// A file the caller has uploaded.
        INPUT,
        /// The file of a batch's successes; its name is the batch's.
        OUTPUT,
        /// The file of what did not succeed; its name is the batch's.
        ERRORS
    }

    /// 37 characters, to stand behind the provider's prefix.
    public String id(Kind kind, ProviderId provider, TenantId tenant, CallerName name) {
        return names(kind, provider).mint(tenant, Base32.decode(name.value()).orElseThrow());
    }

    /// Empty for what was never given to `tenant` for such a thing.
    public Optional<CallerName> name(Kind kind, ProviderId provider, TenantId tenant, String id) {
        return names(kind, provider).proves(id, tenant)
                ? ProvenNames.head(id).map(head -> new CallerName(Base32.encode(head)))
                : Optional.empty();
    }

    /// Which kind of file it is.
    public Optional<Kind> fileKind(ProviderId provider, TenantId tenant, String id) {
        return Arrays.stream(Kind.values())
                .filter(kind ->
                        kind != Kind.BATCH && name(kind, provider, tenant, id).isPresent())
                .findFirst();
    }

    private ProvenNames names(Kind kind, ProviderId provider) {
        return new ProvenNames(signer, "caller-" + kind + "-" + provider);
    }
}
