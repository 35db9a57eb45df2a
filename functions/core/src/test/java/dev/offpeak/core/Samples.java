package dev.offpeak.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.id.Signer;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.routing.OnLate;
import dev.offpeak.core.segment.BundleKey;
import dev.offpeak.core.segment.DeadlineBand;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;

/// Values that many tests need and none cares about.
public final class Samples {
    public static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    public static final TenantId ACME = new TenantId("acme");
    public static final ProviderId OPENAI = new ProviderId("openai");
    public static final AccountId ACCOUNT = new AccountId("main");
    public static final BundleId BUNDLE = new BundleId("bundle_a");
    public static final BatchId BATCH = new BatchId("batch_1");
    public static final SegmentId SEGMENT = new SegmentId("seg_a");
    public static final Endpoint CHAT = new Endpoint("/v1/chat/completions");
    public static final BundleKey KEY =
            new BundleKey("default", DeadlineBand.H24, OnLate.EXPRESS, OPENAI, CHAT, Headers.NONE, "gpt-4o-mini");

    private Samples() {}

    public static Settled settled(Ending ending, int attempt, String by) {
        return new Settled(ending, attempt, by, NOW, Optional.empty(), Usage.NONE, Optional.empty(), Optional.empty());
    }

    /// A MAC good enough for tests: the hash of key and message.
    public static Signer signer(String key) {
        return message -> {
            try {
                var digest = MessageDigest.getInstance("SHA-256");
                digest.update(key.getBytes(UTF_8));
                return digest.digest(message);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        };
    }
}
