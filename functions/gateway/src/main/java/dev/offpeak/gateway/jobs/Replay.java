package dev.offpeak.gateway.jobs;

import dev.offpeak.core.id.Base32;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.KeyStore;
import dev.offpeak.core.job.KeyStore.Claim;
import dev.offpeak.core.provider.Body;
import dev.offpeak.gateway.http.HttpRequest;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.http.Problem;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;

/// `Idempotency-Key`: the same key and body are the same submission, for a week.
///
/// A replay is sent to the queue again: the first call may have died between taking the key and sending, and intake
/// drops what it has already.
public final class Replay {
    static final Duration KEPT = Duration.ofDays(7);

    private final KeyStore keys;

    public Replay(KeyStore keys) {
        this.keys = keys;
    }

    public sealed interface Identity {
        record Known(String id, Instant acceptedAt) implements Identity {}

        record Conflict(HttpResponse response) implements Identity {}
    }

    /// What the submission is called, given what it would be called were it new.
    public Identity identify(TenantId tenant, HttpRequest request, String newId, Instant now) {
        var key = request.header("idempotency-key");
        if (key.isEmpty()) {
            return new Identity.Known(newId, now);
        }
        if (!key.get().matches("[\\x21-\\x7e]{1,255}")) {
            return new Identity.Conflict(Problem.ofField(
                            400, "bad-idempotency-key", "Idempotency-Key", "must be 1 to 255 visible ASCII characters")
                    .response());
        }
        var fingerprint = fingerprint(request.body());
        var claim = keys.claim(tenant, key.get(), new Claim(newId, now, fingerprint), now.plus(KEPT));
        return claim.fingerprint().equals(fingerprint)
                ? new Identity.Known(claim.id(), claim.acceptedAt())
                : new Identity.Conflict(Problem.ofField(
                                422,
                                "idempotency-key-reused",
                                "Idempotency-Key",
                                "was used with another body; a key stands for one submission")
                        .response());
    }

    private static String fingerprint(Body body) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(body.array(), body.offset(), body.length());
            return Base32.encode(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
