package dev.offpeak.core.id;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// Names of 37 characters that prove whose they are: 6 bytes of milliseconds, 9 unique bytes, 8 bytes of MAC over
/// (domain, tenant, the first 15).
///
/// @param domain keeps names of different kinds apart: one kind's proof is none for another
record ProvenNames(Signer signer, String domain) {
    static final int UNIQUE = 9;
    private static final int TIME = 6;
    private static final int MAC = 8;

    static byte[] head(Instant time, byte[] unique) {
        return ByteBuffer.allocate(TIME + UNIQUE)
                .put(ByteBuffer.allocate(8).putLong(time.toEpochMilli()).array(), 8 - TIME, TIME)
                .put(unique)
                .array();
    }

    static Instant time(byte[] head) {
        return Instant.ofEpochMilli(ByteBuffer.allocate(8)
                .putShort((short) 0)
                .put(head, 0, TIME)
                .flip()
                .getLong());
    }

    String mint(TenantId tenant, byte[] head) {
        var all = Arrays.copyOf(head, TIME + UNIQUE + MAC);
        System.arraycopy(mac(tenant, head), 0, all, TIME + UNIQUE, MAC);
        return Base32.encode(all);
    }

    /// The first 15 bytes of a name, proven or not; empty when it is no name at all.
    static Optional<byte[]> head(String name) {
        return Base32.decode(name)
                .filter(bytes -> bytes.length == TIME + UNIQUE + MAC)
                .map(bytes -> Arrays.copyOf(bytes, TIME + UNIQUE));
    }

    boolean proves(String name, TenantId tenant) {
        return head(name)
                .filter(head -> MessageDigest.isEqual(mint(tenant, head).getBytes(UTF_8), name.getBytes(UTF_8)))
                .isPresent();
    }

    private byte[] mac(TenantId tenant, byte[] head) {
        var name = (domain + "\n" + tenant + "\n").getBytes(UTF_8);
        var message = Arrays.copyOf(name, name.length + head.length);
        System.arraycopy(head, 0, message, name.length, head.length);
        return Arrays.copyOf(signer.sign(message), MAC);
    }
}
