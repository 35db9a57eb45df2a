package dev.offpeak.core.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.id.Base32;
import dev.offpeak.core.id.Signer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// Proves that a message was written by one of our functions: without it, whoever may send to the queue could name any
/// tenant.
public final class Seal {
    private final Signer signer;

    public Seal(Signer signer) {
        this.signer = signer;
    }

    public String of(Envelope envelope) {
        var head = "message\n" + envelope.kind() + "\n" + envelope.id() + "\n" + envelope.tenant() + "\n"
                + envelope.acceptedAt().toEpochMilli() + "\n" + envelope.attempt() + "\n"
                + Base32.encode(sha256(envelope.body().toBytes()));
        return Base32.encode(Arrays.copyOf(signer.sign(head.getBytes(UTF_8)), 16));
    }

    public boolean genuine(Envelope envelope, String seal) {
        return MessageDigest.isEqual(of(envelope).getBytes(UTF_8), seal.getBytes(UTF_8));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
