package dev.offpeak.workers;

import dev.offpeak.aws.EnvelopeReader;
import dev.offpeak.core.account.AccountStore;
import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.bundle.BundleStore;
import dev.offpeak.core.bundle.Packer;
import dev.offpeak.core.deadline.Lateness;
import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Admission;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.job.KeyStore;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.queue.Outbox;
import dev.offpeak.core.queue.Seal;
import dev.offpeak.core.routing.RoutingPolicy;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.testkit.FakeAccountStore;
import dev.offpeak.testkit.FakeBatchStore;
import dev.offpeak.testkit.FakeBundleStore;
import dev.offpeak.testkit.FakeJobStore;
import dev.offpeak.testkit.FakeKeyStore;
import dev.offpeak.testkit.FakeLedger;
import dev.offpeak.testkit.FakeObjectStore;
import dev.offpeak.testkit.FakeOutbox;
import dev.offpeak.testkit.FakeSegmentStore;
import dev.offpeak.testkit.Samples;
import dev.offpeak.wire.job.JobReader;
import dev.offpeak.workers.accounts.AccountBooks;
import dev.offpeak.workers.accounts.BundleLimits;
import dev.offpeak.workers.bundler.ClaimSegments;
import dev.offpeak.workers.bundler.PackBundles;
import dev.offpeak.workers.bundler.RefuseBundle;
import dev.offpeak.workers.bundler.ReleaseStrays;
import dev.offpeak.workers.bundler.SubmitBundle;
import dev.offpeak.workers.express.ExpressLane;
import dev.offpeak.workers.intake.Delivery;
import dev.offpeak.workers.intake.ShareCalls;
import dev.offpeak.workers.intake.StageBatchJobs;
import dev.offpeak.workers.intake.Staging;
import dev.offpeak.workers.intake.TakeIn;
import dev.offpeak.workers.intake.Unpack;
import dev.offpeak.workers.late.HurryJobs;
import dev.offpeak.workers.late.RescueBundles;
import dev.offpeak.workers.lines.SettleChunk;
import dev.offpeak.workers.poller.FollowBatches;
import dev.offpeak.workers.poller.ImportResults;
import dev.offpeak.workers.poller.LateBatches;
import dev.offpeak.workers.poller.MissingBatches;
import dev.offpeak.workers.poller.PollSchedule;
import dev.offpeak.workers.poller.SweepOrphans;
import dev.offpeak.workers.runner.RunExpress;
import dev.offpeak.workers.runner.SettleCall;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// All worker functions over one set of fakes, stepped by hand.
public final class World {
    public static final TenantId ACME = new TenantId("acme");
    public static final TenantId ZEN = new TenantId("zen");
    public static final Duration INVOCATION = Duration.ofMinutes(15);

    public final FakeLedger ledger = new FakeLedger();
    public final FakeJobStore jobs = new FakeJobStore(ledger);
    public final FakeSegmentStore segments = new FakeSegmentStore();
    public final FakeKeyStore keys = new FakeKeyStore();
    public final FakeObjectStore objects = new FakeObjectStore();
    public final FakeBundleStore bundles = new FakeBundleStore();
    public final FakeAccountStore accounts = new FakeAccountStore();
    public final FakeBatchStore batches = new FakeBatchStore(ledger);
    public final FakeOutbox express = new FakeOutbox();
    public final Effects effects = new Effects();
    public final JobIds ids = new JobIds(Samples.SIGNER);
    public final Seal seal = new Seal(Samples.SIGNER);

    /// What every look at the clock takes.
    public Duration tick = Duration.ZERO;

    public final InstantSource clock;
    public final Provider provider;
    private final Consumer<Duration> advance;
    private Instant now = Samples.NOW;

    public final TakeIn takeIn;
    public final Unpack unpack;
    public final PackBundles bundler;
    public final FollowBatches poller;
    public final RunExpress runner;

    /// With a clock of its own.
    public World(StubProvider stub) {
        this.clock = () -> now = now.plus(tick);
        this.advance = by -> now = now.plus(by);
        this.provider = stub.provider(effects);
        var parts = new Parts(new Providers(List.of(provider)));
        this.unpack = parts.unpack;
        this.takeIn = parts.takeIn;
        this.bundler = parts.bundler;
        this.poller = parts.poller;
        this.runner = parts.runner;
    }

    /// With the providers of a simulator, whose clock it follows.
    public World(List<Provider> providers, InstantSource clock, Consumer<Duration> advance) {
        this.clock = clock;
        this.advance = advance;
        this.provider = providers.getFirst();
        var parts = new Parts(new Providers(providers));
        this.unpack = parts.unpack;
        this.takeIn = parts.takeIn;
        this.bundler = parts.bundler;
        this.poller = parts.poller;
        this.runner = parts.runner;
    }

    private final class Parts {
        final TakeIn takeIn;
        final Unpack unpack;
        final PackBundles bundler;
        final FollowBatches poller;
        final RunExpress runner;

        Parts(Providers providers) {
            var jobs = effects.on(JobStore.class, World.this.jobs);
            var segments = effects.on(SegmentStore.class, World.this.segments);
            var objects = effects.on(ObjectStore.class, World.this.objects);
            var bundles = effects.on(BundleStore.class, World.this.bundles);
            var batches = effects.on(BatchStore.class, World.this.batches);
            var express = effects.on(Outbox.class, World.this.express);
            var lane = new ExpressLane(express, objects);
            var random = new Random(1);
            var reader = new JobReader();
            var admission = new Admission(id -> providers.find(id).map(Provider::dialect), RoutingPolicy.DEFAULT);
            unpack = new Unpack(ids, reader, admission, objects);
            takeIn = new TakeIn(
                    unpack,
                    new ShareCalls(
                            effects.on(KeyStore.class, keys),
                            jobs,
                            segments,
                            new StageBatchJobs(new Staging(providers, random), jobs, segments, objects)),
                    jobs,
                    lane,
                    clock);
            var hurry = new HurryJobs(providers, jobs, objects, lane, ids, clock);
            var books = new AccountBooks(effects.on(AccountStore.class, World.this.accounts), bundles, clock);
            var packer = new Packer(
                    new BundleLimits(providers, books, clock),
                    key -> new Lateness(providers.get(key.provider()).callsPerMinute()),
                    Duration.ofMinutes(15));
            var refuse = new RefuseBundle(jobs, segments, objects, ids, clock);
            bundler = new PackBundles(
                    packer,
                    segments,
                    new PackBundles.Steps(
                            new ClaimSegments(segments, bundles, objects, random, clock),
                            new SubmitBundle(
                                    providers,
                                    new SubmitBundle.Stores(bundles, batches, objects),
                                    books,
                                    refuse,
                                    clock),
                            new ReleaseStrays(segments, bundles, objects),
                            new RescueBundles(
                                    providers, new RescueBundles.Stores(bundles, segments, objects), hurry, clock)),
                    clock);
            var settle = new SettleChunk(providers, jobs, segments, objects, lane);
            var imports = new ImportResults(
                    providers,
                    new ImportResults.Stores(batches, bundles, segments, objects, books),
                    settle,
                    ids,
                    clock);
            var late = new LateBatches(providers, batches, objects, hurry, clock);
            poller = new FollowBatches(
                    providers,
                    batches,
                    objects,
                    new FollowBatches.Steps(
                            imports,
                            late,
                            new MissingBatches(batches, late, clock),
                            new SweepOrphans(
                                    providers, new SweepOrphans.Stores(batches, bundles, objects), books, clock),
                            books),
                    new FollowBatches.Timing(new PollSchedule(Duration.ofMinutes(1)), clock));
            runner = new RunExpress(
                    providers,
                    jobs,
                    new RunExpress.Mail(reader, objects, lane),
                    new SettleCall(jobs, objects, clock),
                    new RunExpress.Timing(clock, random));
        }
    }

    /// Runs what lies on the express queue, again and again, as time goes by.
    public void turnRunner(int minutes) {
        for (int i = 0; i < minutes; i++) {
            express.drain().forEach(message -> step(() -> run(message)));
            advance(Duration.ofMinutes(1));
        }
    }

    private void run(Envelope message) {
        boolean done = false;
        try {
            done = runner.run(message, until());
        } catch (IOException e) {
            // comes again, as below
        } finally {
            if (!done) {
                effects.quietly(() -> express.send(List.of(message)));
            }
        }
    }

    public void advance(Duration by) {
        advance.accept(by);
    }

    public Instant until() {
        return clock.instant().plus(INVOCATION);
    }

    /// What a producer drops on the queue.
    public Delivery dropped(String messageId, String body) {
        return new Delivery(messageId, clock.instant(), new Delivery.Content.Dropped(ACME, Body.of(body)));
    }

    /// What the gateway puts there for a tenant.
    public Delivery sealed(String messageId, TenantId tenant, String body) {
        var id = ids.derived(tenant, clock.instant(), messageId);
        return new Delivery(
                messageId,
                clock.instant(),
                new Delivery.Content.Sealed(
                        new Envelope(Envelope.Kind.JOB, id.value(), tenant, clock.instant(), 1, Body.of(body))));
    }

    public static String chat(String prompt, String more) {
        return "{\"provider\":\"openai\",\"endpoint\":\"/v1/chat/completions\"" + more + ",\"body\":" + body(prompt)
                + "}";
    }

    public static String chat(String prompt) {
        return chat(prompt, "");
    }

    public static String body(String prompt) {
        return "{\"model\":\"" + StubProvider.MODEL + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt
                + "\"}]}";
    }

    /// Takes in `count` chat jobs, all of them batch work, and lets them get ripe.
    public void stage(int count) {
        var deliveries = new ArrayList<Delivery>();
        for (int i = 0; i < count; i++) {
            deliveries.add(sealed("m" + i, i % 3 == 0 ? ZEN : ACME, chat("question " + i)));
        }
        if (!takeIn.take(deliveries).isEmpty()) {
            throw new IllegalStateException("not taken in");
        }
        advance(Duration.ofMinutes(16));
    }

    public JobRow job(JobId id) {
        return jobs.find(id).orElseThrow();
    }

    public List<JobRow> ended(Ending ending) {
        return jobs.rows().stream()
                .filter(row -> row.state() instanceof JobState.Settled settled && settled.ending() == ending)
                .toList();
    }

    public long succeededInLedger() {
        return ledger.lines().stream()
                .mapToLong(line -> line.amounts().succeeded())
                .sum();
    }

    public LedgerLine.Unused unusedInLedger() {
        return ledger.lines().stream()
                .map(line -> line.amounts().unused())
                .reduce(LedgerLine.Unused.NONE, LedgerLine.Unused::plus);
    }

    public long paidInLedger() {
        return ledger.lines().stream()
                .mapToLong(line -> line.amounts().cost().paid().value())
                .sum();
    }

    public long failedInLedger() {
        return ledger.lines().stream()
                .mapToLong(line -> line.amounts().failed())
                .sum();
    }

    public long paidInRows() {
        return jobs.rows().stream()
                .map(JobRow::state)
                .filter(JobState.Settled.class::isInstance)
                .flatMap(state -> ((JobState.Settled) state).cost().stream())
                .mapToLong(cost -> cost.paid().value())
                .sum();
    }

    /// One invocation of the bundler and one of the poller a minute, until nothing is under way.
    public void turn(int minutes) {
        for (int i = 0; i < minutes; i++) {
            step(() -> bundler.run(until()));
            step(() -> poller.run(until()));
            advance(Duration.ofMinutes(1));
        }
    }

    /// As [#turn], with nothing going wrong in the bundler.
    public void turnPoller(int minutes) {
        for (int i = 0; i < minutes; i++) {
            effects.quietly(() -> bundler.run(until()));
            step(() -> poller.run(until()));
            advance(Duration.ofMinutes(1));
        }
    }

    /// Runs something that may die of an injected fault.
    public void step(Runnable invocation) {
        try {
            invocation.run();
        } catch (Effects.Death e) {
            effects.restart();
        }
    }

    public String states() {
        return jobs.rows().stream()
                .map(row -> row.state().getClass().getSimpleName())
                .collect(Collectors.groupingBy(name -> name, Collectors.counting()))
                .toString();
    }

    public EnvelopeReader envelopes() {
        return new EnvelopeReader(seal);
    }
}
