package dev.offpeak.core.id;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Mints job ids and checks whose they are.
///
/// Layout: 6 bytes of milliseconds, 9 unique bytes, 8 bytes of MAC over (tenant, the first 15). The MAC is what makes
/// an id unguessable and lets a `GET` for a job that has no row yet be answered for its owner only.
public final class JobIds {
    private static final int TIME = 6;
    private static final int UNIQUE = 9;
    private static final int MAC = 8;

    private final Signer signer;

    public JobIds(Signer signer) {
        this.signer = signer;
    }

    public JobId fresh(TenantId tenant, Instant now, RandomGenerator random) {
        var unique = new byte[UNIQUE];
        random.nextBytes(unique);
        return mint(tenant, now, unique);
    }

    /// The same id for the same (tenant, time, seed), however often asked: what makes a redelivered message one job.
    public JobId derived(TenantId tenant, Instant time, String seed) {
        return mint(tenant, time, Arrays.copyOf(sha256(tenant + "\n" + seed), UNIQUE));
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
        var bytes = bytes(id);
        return bytes.isPresent()
                && MessageDigest.isEqual(
                        mac(tenant, Arrays.copyOf(bytes.get(), TIME + UNIQUE)),
                        Arrays.copyOfRange(bytes.get(), TIME + UNIQUE, TIME + UNIQUE + MAC));
    }

    /// When the job was accepted; empty for ids derived from a name, which carry no time.
    public Optional<Instant> time(JobId id) {
        return bytes(id)
                .map(bytes -> ByteBuffer.allocate(8)
                        .putShort((short) 0)
                        .put(bytes, 0, TIME)
                        .flip()
                        .getLong())
                .filter(millis -> millis > 0)
                .map(Instant::ofEpochMilli);
    }

    private static Optional<byte[]> bytes(JobId id) {
        return Base32.decode(id.value().substring(JobId.PREFIX.length()));
    }

    private JobId mint(TenantId tenant, Instant time, byte[] unique) {
        var head = ByteBuffer.allocate(TIME + UNIQUE)
                .put(ByteBuffer.allocate(8).putLong(time.toEpochMilli()).array(), 8 - TIME, TIME)
                .put(unique)
                .array();
        var all = Arrays.copyOf(head, TIME + UNIQUE + MAC);
        System.arraycopy(mac(tenant, head), 0, all, TIME + UNIQUE, MAC);
        return new JobId(JobId.PREFIX + Base32.encode(all));
    }

    private byte[] mac(TenantId tenant, byte[] head) {
        var name = ("job-id\n" + tenant + "\n").getBytes(UTF_8);
        var message = Arrays.copyOf(name, name.length + head.length);
        System.arraycopy(head, 0, message, name.length, head.length);
        return Arrays.copyOf(signer.sign(message), MAC);
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
