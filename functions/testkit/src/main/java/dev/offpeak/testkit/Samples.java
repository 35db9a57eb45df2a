package dev.offpeak.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchState;
import dev.offpeak.core.bundle.Bundle;
import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.deadline.Urgency;
import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.id.Signer;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.pricing.Cost;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.pricing.NanoDollars;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.BatchView;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.routing.Lane;
import dev.offpeak.core.routing.OnLate;
import dev.offpeak.core.routing.Terms;
import dev.offpeak.core.segment.BundleKey;
import dev.offpeak.core.segment.DeadlineBand;
import dev.offpeak.core.segment.LineSet;
import dev.offpeak.core.segment.Segment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Valid values of every kind. Each call gives another id, so tests never meet each other's rows.
public final class Samples {
    public static final Instant NOW = Instant.parse("2026-11-23T12:00:00.123Z");
    public static final Duration DAY = Duration.ofDays(1);
    public static final ProviderId OPENAI = new ProviderId("openai");
    public static final Endpoint CHAT = new Endpoint("/v1/chat/completions");
    public static final AccountId ACCOUNT = new AccountId("openai-main");

    /// Keyed by a public word: good enough to tell ids apart in tests, and nowhere else.
    public static final Signer SIGNER = Samples::sign;

    private static final AtomicLong COUNTER = new AtomicLong();

    private Samples() {}

    public static TenantId tenant() {
        return new TenantId("tenant-" + next());
    }

    public static JobId jobId(TenantId tenant) {
        return new JobIds(SIGNER).derived(tenant, NOW, "sample-" + next());
    }

    public static SegmentId segmentId() {
        return new SegmentId("seg_" + next());
    }

    public static BundleId bundleId() {
        return new BundleId("bundle_" + next());
    }

    public static BatchId batchId() {
        return new BatchId("batch_%08d".formatted(next()));
    }

    public static JobRow job(JobState state) {
        return job(tenant(), state);
    }

    public static JobRow job(TenantId tenant, JobState state) {
        return new JobRow(jobId(tenant), tenant, NOW, Optional.of(particulars()), state);
    }

    public static JobRow.Particulars particulars() {
        return new JobRow.Particulars(
                OPENAI,
                CHAT,
                "gpt-5.4-mini",
                Lane.BATCH,
                "nobody is waiting and it is due in 24 h",
                NOW.plus(DAY),
                Optional.of("nightly"),
                Optional.of("tickets-2026-11-22"),
                Terms.DEFAULT);
    }

    public static JobState.Staged staged() {
        return new JobState.Staged(1, segmentId(), 3);
    }

    public static JobState.Intent intent() {
        return new JobState.Intent(NOW.plusSeconds(5), NOW.plusSeconds(365));
    }

    public static JobState.Settled succeeded(int attempt) {
        return new JobState.Settled(
                Ending.SUCCEEDED,
                attempt,
                "batch_68f2c1#40960",
                NOW.plusSeconds(3600),
                Optional.of(new Answer.Stored(200, "results/batch_68f2c1/output", 41_000, 512)),
                new Usage(1_000, 20, 3, 4, 250, Usage.Tier.BATCH),
                Optional.of(new Cost(new NanoDollars(625_001), new NanoDollars(1_250_001))),
                Optional.empty());
    }

    /// A success whose answer lies in the row, as the express lane has it.
    public static JobState.Settled succeededInline(int attempt) {
        return new JobState.Settled(
                Ending.SUCCEEDED,
                attempt,
                "express#" + attempt,
                NOW.plusMillis(1),
                Optional.of(new Answer.Inline(201, Body.of(new byte[] {'{', (byte) 0xff, 0, '}'}))),
                new Usage(7, 0, 0, 0, 9, Usage.Tier.STANDARD),
                Optional.of(Cost.NONE),
                Optional.empty());
    }

    /// A bad end without an answer.
    public static JobState.Settled ended(Ending ending, int attempt) {
        return new JobState.Settled(
                ending,
                attempt,
                "caller",
                NOW.plusNanos(123_456_789),
                Optional.empty(),
                Usage.NONE,
                Optional.empty(),
                Optional.of(new JobState.Reason("context_length_exceeded", "the prompt is too long: 9,000 > 8,192")));
    }

    /// A bad end in the provider's own words.
    public static JobState.Settled refused(int attempt) {
        return ended(Ending.FAILED, attempt).with(new Answer.Stored(400, "results/batch_68f2c1/error", 41_000, 512));
    }

    public static BundleKey key() {
        return new BundleKey(
                "default",
                DeadlineBand.H24,
                OnLate.EXPRESS,
                OPENAI,
                CHAT,
                new Headers(Map.of("anthropic-version", "2023-06-01", "openai-beta", "a=1, b=2")),
                "gpt-5.4-mini");
    }

    public static Segment segment() {
        return segment(NOW);
    }

    public static Segment segment(Instant openedAt) {
        return new Segment(
                segmentId(),
                key(),
                new Segment.Content("segments/2026/11/23/a", 4_096, 1_000_000, 500, 12),
                LineSet.all(500),
                Map.of(tenant(), 400, tenant(), 100),
                openedAt,
                openedAt.plus(DAY),
                new Segment.State.Open());
    }

    public static Bundle bundle() {
        return bundle(new BundleState.Claiming("fence-" + next(), NOW.plusSeconds(60)), NOW);
    }

    public static Bundle bundle(BundleState state, Instant due) {
        return new Bundle(bundleId(), key(), 500, NOW, Urgency.by(NOW.plus(DAY)), state, due, 1);
    }

    public static Batch batch() {
        return batch(Map.of(tenant(), 10), NOW);
    }

    public static Batch batch(Map<TenantId, Integer> tenants, Instant createdAt) {
        return new Batch(
                batchId(),
                bundleId(),
                "manifests/bundle/fence",
                key(),
                ACCOUNT,
                tenants.values().stream().mapToInt(Integer::intValue).sum(),
                tenants,
                createdAt,
                Optional.of(createdAt.plus(DAY)),
                Urgency.by(createdAt.plus(DAY)),
                new BatchState.Active(),
                new BatchView.Counts(10, 1, 0),
                createdAt.plusSeconds(60),
                1);
    }

    public static LedgerLine.Account ledgerAccount(TenantId tenant) {
        return new LedgerLine.Account(tenant, LocalDate.of(2026, 11, 23), Lane.BATCH, OPENAI, "gpt-5.4-mini");
    }

    public static LedgerLine line(TenantId tenant) {
        return new LedgerLine(
                ledgerAccount(tenant),
                new LedgerLine.Amounts(
                        3,
                        1,
                        2,
                        3_000,
                        750,
                        new Cost(new NanoDollars(1_234_567), new NanoDollars(2_469_134)),
                        new LedgerLine.Unused(4, new NanoDollars(55), new NanoDollars(66), 7)));
    }

    public static Envelope envelope(Body body) {
        var tenant = tenant();
        return new Envelope(Envelope.Kind.JOB, jobId(tenant).value(), tenant, NOW, 1, body);
    }

    private static long next() {
        return COUNTER.incrementAndGet();
    }

    private static byte[] sign(byte[] message) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update("sample".getBytes(UTF_8));
            return digest.digest(message);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
