package dev.offpeak.gateway.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.id.Base32;
import dev.offpeak.core.provider.Body;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Tells bodies apart by 52 characters.
public final class Fingerprint {
    private Fingerprint() {}

    /// @param kind keeps equal bytes apart that mean different things
    public static String of(String kind, Body body) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update((kind + "\n").getBytes(UTF_8));
            digest.update(body.array(), body.offset(), body.length());
            return Base32.encode(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
