package dev.offpeak.simulation;

import dev.offpeak.core.bundle.Packer;
import dev.offpeak.core.deadline.Lateness;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.job.Admission;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.routing.RoutingPolicy;
import dev.offpeak.gateway.jobs.Acceptance;
import dev.offpeak.gateway.jobs.CancelJob;
import dev.offpeak.gateway.jobs.InlineCall;
import dev.offpeak.gateway.jobs.InlineJob;
import dev.offpeak.gateway.jobs.JobLookup;
import dev.offpeak.gateway.jobs.Replay;
import dev.offpeak.gateway.jobs.SubmitJobs;
import dev.offpeak.gateway.jobs.SubmitMany;
import dev.offpeak.gateway.jobs.SubmitOne;
import dev.offpeak.gateway.jobs.Till;
import dev.offpeak.wire.job.JobReader;
import dev.offpeak.workers.accounts.AccountBooks;
import dev.offpeak.workers.accounts.BundleLimits;
import dev.offpeak.workers.bundler.ClaimSegments;
import dev.offpeak.workers.bundler.PackBundles;
import dev.offpeak.workers.bundler.RefuseBundle;
import dev.offpeak.workers.bundler.ReleaseStrays;
import dev.offpeak.workers.bundler.SubmitBundle;
import dev.offpeak.workers.express.ExpressLane;
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
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// The real use cases of one sandbox, put together as the deployables' wiring does it. The only file here that knows
/// their constructors.
record Functions(
        SubmitJobs submit,
        CancelJob cancel,
        JobLookup lookup,
        TakeIn takeIn,
        PackBundles bundler,
        FollowBatches poller,
        RunExpress runner) {
    static final Duration LINGER = Duration.ofMinutes(15);

    /// @param clock of this sandbox's machine
    static Functions of(Ports ports, Providers providers, JobIds ids, InstantSource clock, RandomGenerator random) {
        var reader = new JobReader();
        var admission = new Admission(id -> providers.find(id).map(Provider::dialect), RoutingPolicy.DEFAULT);
        var lane = new ExpressLane(ports.express(), ports.objects());
        var hurry = new HurryJobs(providers, ports.jobs(), ports.objects(), lane, ids, clock, 1);
        var books = new AccountBooks(ports.accounts(), ports.bundles(), clock);
        return new Functions(
                submit(
                        ports,
                        providers,
                        new SubmitOne.Naming(ids, new Replay(ports.keys()), clock, random),
                        reader,
                        admission),
                new CancelJob(lookup(ports, ids, clock), ports.jobs(), ports.segments(), clock),
                lookup(ports, ids, clock),
                new TakeIn(
                        new Unpack(ids, reader, admission, ports.objects()),
                        new ShareCalls(
                                ports.keys(),
                                ports.jobs(),
                                ports.segments(),
                                new StageBatchJobs(
                                        new Staging(providers, random),
                                        ports.jobs(),
                                        ports.segments(),
                                        ports.objects())),
                        ports.jobs(),
                        lane,
                        clock),
                bundler(ports, providers, ids, hurry, books, clock, random),
                poller(ports, providers, ids, hurry, books, clock, lane),
                new RunExpress(
                        providers,
                        ports.jobs(),
                        new RunExpress.Mail(reader, ports.objects(), lane),
                        new SettleCall(ports.jobs(), ports.objects(), clock),
                        new RunExpress.Timing(clock, random)));
    }

    private static SubmitJobs submit(
            Ports ports, Providers providers, SubmitOne.Naming naming, JobReader reader, Admission admission) {
        var acceptance = new Acceptance(ports.objects(), ports.toIntake());
        var inline = new InlineJob(
                providers,
                new InlineCall(new Till(ports.ledger(), naming.clock()), Duration.ofSeconds(100)),
                ports.jobs(),
                ports.objects(),
                naming.clock());
        return new SubmitJobs(
                new SubmitOne(reader, admission, acceptance, inline, naming),
                new SubmitMany(reader, admission, acceptance, naming));
    }

    private static JobLookup lookup(Ports ports, JobIds ids, InstantSource clock) {
        return new JobLookup(
                ids, new JobLookup.Stores(ports.jobs(), ports.segments(), ports.bundles(), ports.objects()), clock);
    }

    private static PackBundles bundler(
            Ports ports,
            Providers providers,
            JobIds ids,
            HurryJobs hurry,
            AccountBooks books,
            InstantSource clock,
            RandomGenerator random) {
        var packer = new Packer(
                new BundleLimits(providers, books, clock),
                key -> new Lateness(providers.get(key.provider()).callsPerMinute()),
                LINGER);
        var refuse = new RefuseBundle(ports.jobs(), ports.segments(), ports.objects(), ids, clock);
        return new PackBundles(
                packer,
                ports.segments(),
                new PackBundles.Steps(
                        // in place: the stage knows no threads but its own
                        new ClaimSegments(ports.segments(), ports.bundles(), ports.objects(), random, clock, 1),
                        new SubmitBundle(
                                providers,
                                new SubmitBundle.Stores(ports.bundles(), ports.batches(), ports.objects()),
                                books,
                                refuse,
                                clock),
                        new ReleaseStrays(ports.segments(), ports.bundles(), ports.objects()),
                        new RescueBundles(
                                providers,
                                new RescueBundles.Stores(ports.bundles(), ports.segments(), ports.objects()),
                                hurry,
                                clock)),
                clock);
    }

    private static FollowBatches poller(
            Ports ports,
            Providers providers,
            JobIds ids,
            HurryJobs hurry,
            AccountBooks books,
            InstantSource clock,
            ExpressLane lane) {
        var settle = new SettleChunk(providers, ports.jobs(), ports.segments(), ports.objects(), lane);
        var late = new LateBatches(providers, ports.batches(), ports.objects(), hurry, clock);
        var imports = new ImportResults(
                providers,
                new ImportResults.Stores(ports.batches(), ports.bundles(), ports.segments(), ports.objects(), books),
                settle,
                ids,
                clock);
        return new FollowBatches(
                providers,
                ports.batches(),
                ports.objects(),
                new FollowBatches.Steps(
                        imports,
                        late,
                        new MissingBatches(ports.batches(), late, clock),
                        new SweepOrphans(
                                providers,
                                new SweepOrphans.Stores(ports.batches(), ports.bundles(), ports.objects()),
                                books,
                                clock),
                        books),
                new FollowBatches.Timing(new PollSchedule(Duration.ofMinutes(1)), clock));
    }
}
