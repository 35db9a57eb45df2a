package dev.offpeak.core.id;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Mints job ids and checks whose they are.
///
/// The layout is that of [ProvenNames]. Its MAC is what makes an id unguessable and lets a `GET` for a job that has no
/// row yet be answered for its owner only.
public final class JobIds {
    private final ProvenNames names;

    public JobIds(Signer signer) {
        this.names = new ProvenNames(signer, "job-id");
    }

    public JobId fresh(TenantId tenant, Instant now, RandomGenerator random) {
        var unique = new byte[ProvenNames.UNIQUE];
        random.nextBytes(unique);
        return mint(tenant, now, unique);
    }

    /// The same id for the same (tenant, time, seed), however often asked: what makes a redelivered message one job.
    public JobId derived(TenantId tenant, Instant time, String seed) {
        return mint(tenant, time, Arrays.copyOf(sha256(tenant + "\n" + seed), ProvenNames.UNIQUE));
    }

    /// The id of a job that its producer named. It carries no time, so it can be found again from the name alone.
    public JobId ofReference(TenantId tenant, String reference) {
        return derived(tenant, Instant.EPOCH, "reference:" + reference);
    }

    /// The id of a job that reached the queue without a name of its own.
    public JobId ofMessage(TenantId tenant, String messageId) {
        return derived(tenant, Instant.EPOCH, "message:" + messageId);
    }

    /// The id of line `line` (1-based) of a bulk upload.
    public JobId ofUpload(TenantId tenant, Instant time, String uploadId, int line) {
        return derived(tenant, time, "upload:" + uploadId + ":" + line);
    }

    public boolean proves(JobId id, TenantId tenant) {
        return names.proves(name(id), tenant);
    }

    /// When the job was accepted; empty for ids derived from a name, which carry no time.
    public Optional<Instant> time(JobId id) {
        return ProvenNames.head(name(id)).map(ProvenNames::time).filter(time -> time.isAfter(Instant.EPOCH));
    }

    private static String name(JobId id) {
        return id.value().substring(JobId.PREFIX.length());
    }

    private JobId mint(TenantId tenant, Instant time, byte[] unique) {
        return new JobId(JobId.PREFIX + names.mint(tenant, ProvenNames.head(time, unique)));
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
