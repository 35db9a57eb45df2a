package dev.offpeak.gateway.jobs;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.KeyStore;
import dev.offpeak.core.job.KeyStore.Claim;
import dev.offpeak.core.provider.Body;
import dev.offpeak.gateway.http.Problem;
import dev.offpeak.gateway.http.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

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
        /// @param isReplay whether the key was seen before; `id` and `acceptedAt` are then those of the first time
        record Known(String id, Instant acceptedAt, boolean isReplay) implements Identity {}

        record Conflict(Problem problem) implements Identity {}
    }

    /// What the submission is called, given what it would be called were it new.
    ///
    /// @param newId `job_…` or `upload_…`; one key never stands for both
    public Identity identify(TenantId tenant, Optional<String> key, String newId, Body submitted, Instant now) {
        if (key.isEmpty()) {
            return new Identity.Known(newId, now, false);
        }
        if (!key.get().matches("[\\x21-\\x7e]{1,255}")) {
            return new Identity.Conflict(Problem.ofField(
                    ProblemType.BAD_IDEMPOTENCY_KEY, "Idempotency-Key", "must be 1 to 255 visible ASCII characters"));
        }
        var fingerprint = Fingerprint.of(newId.substring(0, newId.indexOf('_')), submitted);
        var claim = new Claim(newId, now, fingerprint);
        var standing = keys.claim(tenant, key.get(), claim, now.plus(KEPT));
        return standing.fingerprint().equals(fingerprint)
                ? new Identity.Known(standing.id(), standing.acceptedAt(), !standing.equals(claim))
                : new Identity.Conflict(Problem.ofField(
                        ProblemType.IDEMPOTENCY_KEY_REUSED,
                        "Idempotency-Key",
                        "was used with another body; a key stands for one submission"));
    }
}
