package dev.offpeak.aws;

import dev.offpeak.core.id.Signer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HMAC-SHA256 under one key.
public final class HmacSigner implements Signer {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST = 32;

    private final SecretKeySpec key;

    /// @param key at least 32 bytes, so that it is no easier to guess than the code it makes
    public HmacSigner(byte[] key) {
        if (key.length < SHORTEST) {
            throw new IllegalArgumentException(
                    "a signing key of " + key.length + " bytes is too short: at least " + SHORTEST);
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
