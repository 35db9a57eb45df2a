package dev.offpeak.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.bench.load.AgreeingJobStore;
import dev.offpeak.bench.load.DistantObjectStore;
import dev.offpeak.bench.load.Requests;
import dev.offpeak.bench.load.Results;
import dev.offpeak.bench.load.Stage;
import dev.offpeak.bench.load.Target;
import dev.offpeak.bench.measure.Meter;
import dev.offpeak.bench.process.Bucket;
import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchState;
import dev.offpeak.core.batch.BatchState.Checkpoint;
import dev.offpeak.core.bundle.Manifest;
import dev.offpeak.core.deadline.Urgency;
import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.BatchView;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.segment.BundleKey;
import dev.offpeak.core.segment.Segment;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.testkit.FakeAccountStore;
import dev.offpeak.testkit.FakeBatchStore;
import dev.offpeak.testkit.FakeBundleStore;
import dev.offpeak.testkit.FakeLedger;
import dev.offpeak.testkit.FakeOutbox;
import dev.offpeak.testkit.FakeSegmentStore;
import dev.offpeak.testkit.Samples;
import dev.offpeak.workers.accounts.AccountBooks;
import dev.offpeak.workers.express.ExpressLane;
import dev.offpeak.workers.late.HurryJobs;
import dev.offpeak.workers.lines.SettleChunk;
import dev.offpeak.workers.poller.FollowBatches;
import dev.offpeak.workers.poller.ImportResults;
import dev.offpeak.workers.poller.LateBatches;
import dev.offpeak.workers.poller.MissingBatches;
import dev.offpeak.workers.poller.PollSchedule;
import dev.offpeak.workers.poller.SweepOrphans;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// The measured JVM of [ImportBench]: makes a batch and its results once, then imports it round after round.
final class ImportRounds {
    private static final Providers PROVIDERS = Accounts.at(URI.create("http://127.0.0.1:9"));
    private static final String MANIFEST = "manifests/bench";
    private static final String RESULTS = "results/batch_bench/0.jsonl";

    private final Requests requests;
    private final ObjectStore objects;

    private ImportRounds(Requests requests, ObjectStore objects) {
        this.requests = requests;
        this.objects = objects;
    }

    public static void main(String[] args) throws IOException {
        var options = Options.parse(ImportBench.DEFAULTS + " bucket=", args);
        var requests = new Requests(
                Target.OPENAI,
                options.number("request-bytes"),
                options.number("segment-lines"),
                new JobIds(Samples.SIGNER),
                new TenantId("bench"),
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
        var near = Bucket.open(options.text("bucket"));
        var segments = new Stage(PROVIDERS, near).stage(requests, options.number("rows"));
        var latency = Duration.ofMillis(options.number("latency-ms"));
        var run = new ImportRounds(requests, latency.isZero() ? near : new DistantObjectStore(near, latency));
        System.exit(run.rounds(segments, options.number("row-bytes"), options.number("rounds")) ? 0 : 1);
    }

    private boolean rounds(List<Segment> segments, int rowBytes, int rounds) throws IOException {
        objects.putIfAbsent(MANIFEST, manifest(segments).text().getBytes(UTF_8));
        int rows =
                segments.stream().mapToInt(segment -> segment.content().lines()).sum();
        var results = new Results(
                IntStream.range(0, rows).mapToObj(requests::customId).toList(), rowBytes);
        var expected = Settled.of(results, RESULTS);
        copy(results);
        boolean good = true;
        for (int round = 1; round <= rounds; round++) {
            good &= round(round, segments, results.bytes(), expected);
        }
        return good;
    }

    /// The download as the poller keeps it; making the rows up is part of the time.
    private void copy(Results results) throws IOException {
        var meter = Meter.start();
        long bytes = objects.copy(RESULTS, results.open());
        System.out.println("copy: " + meter.stop().of(bytes, results.requests().size(), "rows"));
    }

    private boolean round(int round, List<Segment> segments, long bytes, Settled expected) {
        var ledger = new FakeLedger();
        var batches = new FakeBatchStore(ledger);
        batches.adopt(batch(segments.getFirst().key(), (int) expected.rows()));
        var settled = new Settled.Count();
        var follow = follow(batches, settled);
        var meter = Meter.start();
        follow.run(Instant.now().plus(Duration.ofDays(1)));
        var reading = meter.stop();
        boolean imported = batches.rows().getFirst().state() instanceof BatchState.Imported(var tally)
                && tally.succeeded() == expected.rows()
                && ledger.lines().stream()
                                .mapToLong(line -> line.amounts().outputTokens())
                                .sum()
                        == expected.outputTokens();
        boolean good = imported && settled.sum().equals(expected);
        System.out.println("import round " + round + ": " + reading.of(bytes, expected.rows(), "rows") + "; "
                + (good
                        ? "answers and ledger as expected"
                        : "DIFFERS: expected " + expected + ", settled " + settled.sum()));
        return good;
    }

    private FollowBatches follow(FakeBatchStore batches, Settled.Count settled) {
        InstantSource clock = InstantSource.system();
        var segments = new FakeSegmentStore();
        var jobs = new AgreeingJobStore(settled);
        var lane = new ExpressLane(new FakeOutbox(), objects);
        var settle = new SettleChunk(PROVIDERS, jobs, segments, objects, lane);
        var hurry = new HurryJobs(PROVIDERS, jobs, objects, lane, requests.ids(), clock);
        var late = new LateBatches(PROVIDERS, batches, objects, hurry, clock);
        var bundles = new FakeBundleStore();
        var books = new AccountBooks(new FakeAccountStore(), bundles, clock);
        var stores = new ImportResults.Stores(batches, bundles, segments, objects, books);
        return new FollowBatches(
                PROVIDERS,
                batches,
                objects,
                new FollowBatches.Steps(
                        new ImportResults(PROVIDERS, stores, settle, requests.ids(), clock),
                        late,
                        new MissingBatches(batches, late, clock),
                        new SweepOrphans(
                                PROVIDERS,
                                new SweepOrphans.Stores(batches, new FakeBundleStore(), objects),
                                books,
                                clock),
                        books),
                new FollowBatches.Timing(new PollSchedule(Duration.ofMinutes(1)), clock));
    }

    private Batch batch(BundleKey key, int lines) {
        var now = requests.acceptedAt();
        return new Batch(
                new BatchId("batch_bench"),
                new BundleId("bundle_bench"),
                MANIFEST,
                key,
                new AccountId("openai"),
                lines,
                Map.of(requests.tenant(), lines),
                now,
                Optional.empty(),
                Urgency.by(now.plus(Duration.ofDays(1))),
                new BatchState.Copied(List.of(RESULTS), Checkpoint.START),
                BatchView.Counts.NONE,
                now,
                1);
    }

    private static Manifest manifest(List<Segment> segments) {
        return new Manifest(segments.stream()
                .map(segment -> new Manifest.Entry(
                        segment.id(),
                        segment.content().object(),
                        segment.content().offset(),
                        segment.content().bytes(),
                        segment.content().lines(),
                        segment.content().inputs(),
                        segment.live(),
                        segment.earliest(),
                        segment.tenants()))
                .toList());
    }
}
