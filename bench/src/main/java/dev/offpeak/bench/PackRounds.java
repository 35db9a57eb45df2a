package dev.offpeak.bench;

import dev.offpeak.bench.load.AgreeingJobStore;
import dev.offpeak.bench.load.DistantObjectStore;
import dev.offpeak.bench.load.Requests;
import dev.offpeak.bench.load.Stage;
import dev.offpeak.bench.load.Target;
import dev.offpeak.bench.measure.Meter;
import dev.offpeak.bench.process.Bucket;
import dev.offpeak.bench.process.Received;
import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.bundle.Packer;
import dev.offpeak.core.deadline.Lateness;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.Providers;
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
import dev.offpeak.workers.bundler.ClaimSegments;
import dev.offpeak.workers.bundler.PackBundles;
import dev.offpeak.workers.bundler.RefuseBundle;
import dev.offpeak.workers.bundler.ReleaseStrays;
import dev.offpeak.workers.bundler.SubmitBundle;
import dev.offpeak.workers.express.ExpressLane;
import dev.offpeak.workers.late.HurryJobs;
import dev.offpeak.workers.late.RescueBundles;
import dev.offpeak.workers.lines.Manifests;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;

/// The measured JVM of [PackAndUpload]: stages once, then packs and uploads the same segments round after round.
final class PackRounds {
    private static final Duration LINGER = Duration.ofMinutes(15);
    private static final InstantSource LATER = () -> Instant.now().plus(LINGER).plusSeconds(1);

    private final Requests requests;
    private final ObjectStore objects;
    private final Providers providers;
    private final Received received;

    private PackRounds(Requests requests, ObjectStore objects, Providers providers, Received received) {
        this.requests = requests;
        this.objects = objects;
        this.providers = providers;
        this.received = received;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        var options = Options.parse(PackAndUpload.DEFAULTS + " bucket= url=", args);
        var target = Target.valueOf(options.text("target"));
        var url = URI.create(options.text("url"));
        var requests = new Requests(
                target,
                target.lineBytes(),
                options.number("segment-lines"),
                new JobIds(Samples.SIGNER),
                new TenantId("bench"),
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
        var objects = Bucket.open(options.text("bucket"));
        int wanted = options.number("lines");
        int lines = wanted == 0 ? target.lines() : wanted;
        var segments = new Stage(Accounts.at(url), objects).stage(requests, lines);
        var latency = Duration.ofMillis(options.number("latency-ms"));
        var run = new PackRounds(
                requests,
                latency.isZero() ? objects : new DistantObjectStore(objects, latency),
                Accounts.at(url),
                new Received(url, options.text("receiver"), target));
        System.exit(run.rounds(segments, options.number("rounds")) ? 0 : 1);
    }

    private boolean rounds(List<Segment> segments, int rounds) throws IOException, InterruptedException {
        boolean good = true;
        for (int round = 1; round <= rounds; round++) {
            good &= round(round, segments);
        }
        return good;
    }

    private boolean round(int round, List<Segment> staged) throws IOException, InterruptedException {
        var segments = new FakeSegmentStore();
        staged.forEach(segments::commit);
        var bundles = new FakeBundleStore();
        var pack = pack(segments, bundles);
        var meter = Meter.start();
        var report = pack.run(LATER.instant().plus(Duration.ofHours(1)));
        var reading = meter.stop();
        var bundle = bundles.rows().getFirst();
        if (report.submitted() != 1 || !(bundle.state() instanceof BundleState.Submitted submitted)) {
            System.out.println(requests.target() + " round " + round + ": not one batch was submitted: " + report);
            return false;
        }
        var expected = new Expected(requests, staged);
        var content = expected.content(Manifests.read(objects, submitted.manifest()));
        var verdict = received.compare(content, submitted.batch());
        System.out.println(requests.target() + " round " + round + ": "
                + reading.of(content.bytes(), content.requests(), "lines") + "; " + verdict.words());
        return verdict.good();
    }

    private PackBundles pack(FakeSegmentStore segments, FakeBundleStore bundles) {
        var batches = new FakeBatchStore(new FakeLedger());
        var packer = new Packer(
                key -> providers.get(key.provider()).dialect().batchLimits(),
                key -> new Lateness(providers.get(key.provider()).callsPerMinute()),
                LINGER);
        var jobs = new AgreeingJobStore(change -> {});
        var refuse = new RefuseBundle(jobs, segments, objects, requests.ids(), LATER);
        var hurry = new HurryJobs(
                providers, jobs, objects, new ExpressLane(new FakeOutbox(), objects), requests.ids(), LATER);
        return new PackBundles(
                packer,
                segments,
                new PackBundles.Steps(
                        new ClaimSegments(segments, bundles, objects, new Random(), LATER),
                        new SubmitBundle(
                                providers,
                                new SubmitBundle.Stores(bundles, batches, objects),
                                new AccountBooks(new FakeAccountStore(), bundles, LATER),
                                refuse,
                                LATER),
                        new ReleaseStrays(segments, bundles, objects),
                        new RescueBundles(
                                providers, new RescueBundles.Stores(bundles, segments, objects), hurry, LATER)),
                LATER);
    }
}
