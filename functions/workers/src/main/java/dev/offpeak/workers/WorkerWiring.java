package dev.offpeak.workers;

import dev.offpeak.aws.EnvelopeReader;
import dev.offpeak.aws.SqsOutbox;
import dev.offpeak.core.account.AccountStore;
import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.bundle.BundleStore;
import dev.offpeak.core.bundle.Packer;
import dev.offpeak.core.deadline.Lateness;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.job.Admission;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.job.KeyStore;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.queue.Seal;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.wire.job.JobReader;
import dev.offpeak.wiring.Settings;
import dev.offpeak.wiring.Wiring;
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
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Puts the use cases together; only the one that the chosen handler asks for is made.
public class WorkerWiring {
    @Produces
    @Singleton
    EnvelopeReader envelopes(Seal seal) {
        return new EnvelopeReader(seal);
    }

    @Produces
    @Singleton
    TakeIn takeIn(Unpack unpack, ShareCalls share, JobStore jobs, ExpressLane express, InstantSource clock) {
        return new TakeIn(unpack, share, jobs, express, clock);
    }

    @Produces
    @Singleton
    ExpressLane express(SqsClient sqs, Seal seal, ObjectStore objects, Settings settings) {
        var queue = Wiring.needed("OFFPEAK_QUEUE_EXPRESS", settings.queue().express());
        return new ExpressLane(new SqsOutbox(sqs, queue, seal), objects);
    }

    @Produces
    @Singleton
    Unpack unpack(JobIds ids, JobReader reader, Admission admission, ObjectStore objects) {
        return new Unpack(ids, reader, admission, objects);
    }

    @Produces
    @Singleton
    ShareCalls share(KeyStore keys, JobStore jobs, SegmentStore segments, StageBatchJobs stage) {
        return new ShareCalls(keys, jobs, segments, stage);
    }

    @Produces
    @Singleton
    StageBatchJobs stage(
            Providers providers, RandomGenerator random, JobStore jobs, SegmentStore segments, ObjectStore objects) {
        return new StageBatchJobs(new Staging(providers, random), jobs, segments, objects);
    }

    @Produces
    @Singleton
    Packer packer(BundleLimits limits, Providers providers, Settings settings) {
        return new Packer(
                limits, key -> new Lateness(providers.get(key.provider()).callsPerMinute()), settings.linger());
    }

    @Produces
    @Singleton
    BundleLimits bundleLimits(Providers providers, AccountBooks books, InstantSource clock) {
        return new BundleLimits(providers, books, clock);
    }

    @Produces
    @Singleton
    AccountBooks accountBooks(AccountStore accounts, BundleStore bundles, InstantSource clock) {
        return new AccountBooks(accounts, bundles, clock);
    }

    @Produces
    @Singleton
    SubmitBundle submit(
            Providers providers,
            SubmitBundle.Stores stores,
            AccountBooks books,
            RefuseBundle refuse,
            InstantSource clock) {
        return new SubmitBundle(providers, stores, books, refuse, clock);
    }

    @Produces
    @Singleton
    SubmitBundle.Stores submitStores(BundleStore bundles, BatchStore batches, ObjectStore objects) {
        return new SubmitBundle.Stores(bundles, batches, objects);
    }

    @Produces
    @Singleton
    RefuseBundle refuse(JobStore jobs, SegmentStore segments, ObjectStore objects, JobIds ids, InstantSource clock) {
        return new RefuseBundle(jobs, segments, objects, ids, clock);
    }

    @Produces
    @Singleton
    ClaimSegments claim(
            SegmentStore segments,
            BundleStore bundles,
            ObjectStore objects,
            RandomGenerator random,
            InstantSource clock) {
        return new ClaimSegments(segments, bundles, objects, random, clock);
    }

    @Produces
    @Singleton
    PackBundles pack(
            Packer packer,
            SegmentStore segments,
            ClaimSegments claim,
            SubmitBundle submit,
            ReleaseStrays strays,
            RescueBundles rescue,
            InstantSource clock) {
        return new PackBundles(packer, segments, new PackBundles.Steps(claim, submit, strays, rescue), clock);
    }

    @Produces
    @Singleton
    HurryJobs hurry(
            Providers providers,
            JobStore jobs,
            ObjectStore objects,
            ExpressLane express,
            JobIds ids,
            InstantSource clock) {
        return new HurryJobs(providers, jobs, objects, express, ids, clock);
    }

    @Produces
    @Singleton
    RescueBundles rescue(
            Providers providers,
            BundleStore bundles,
            SegmentStore segments,
            ObjectStore objects,
            HurryJobs hurry,
            InstantSource clock) {
        return new RescueBundles(providers, new RescueBundles.Stores(bundles, segments, objects), hurry, clock);
    }

    @Produces
    @Singleton
    ReleaseStrays strays(SegmentStore segments, BundleStore bundles, ObjectStore objects) {
        return new ReleaseStrays(segments, bundles, objects);
    }

    @Produces
    @Singleton
    SettleChunk settle(
            Providers providers, JobStore jobs, SegmentStore segments, ObjectStore objects, ExpressLane express) {
        return new SettleChunk(providers, jobs, segments, objects, express);
    }

    @Produces
    @Singleton
    ImportResults imports(
            Providers providers, ImportResults.Stores stores, SettleChunk settle, JobIds ids, InstantSource clock) {
        return new ImportResults(providers, stores, settle, ids, clock);
    }

    @Produces
    @Singleton
    ImportResults.Stores importStores(
            BatchStore batches, BundleStore bundles, SegmentStore segments, ObjectStore objects, AccountBooks books) {
        return new ImportResults.Stores(batches, bundles, segments, objects, books);
    }

    @Produces
    @Singleton
    LateBatches late(
            Providers providers, BatchStore batches, ObjectStore objects, HurryJobs hurry, InstantSource clock) {
        return new LateBatches(providers, batches, objects, hurry, clock);
    }

    @Produces
    @Singleton
    FollowBatches follow(
            Providers providers,
            BatchStore batches,
            ObjectStore objects,
            FollowBatches.Steps steps,
            FollowBatches.Timing timing) {
        return new FollowBatches(providers, batches, objects, steps, timing);
    }

    @Produces
    @Singleton
    FollowBatches.Steps followSteps(
            BatchStore batches,
            ImportResults imports,
            LateBatches late,
            SweepOrphans sweep,
            AccountBooks books,
            InstantSource clock) {
        return new FollowBatches.Steps(imports, late, new MissingBatches(batches, late, clock), sweep, books);
    }

    @Produces
    @Singleton
    SweepOrphans sweep(
            Providers providers,
            BatchStore batches,
            BundleStore bundles,
            ObjectStore objects,
            AccountBooks books,
            InstantSource clock) {
        return new SweepOrphans(providers, new SweepOrphans.Stores(batches, bundles, objects), books, clock);
    }

    @Produces
    @Singleton
    FollowBatches.Timing timing(Settings settings, InstantSource clock) {
        return new FollowBatches.Timing(new PollSchedule(settings.pollInterval()), clock);
    }

    @Produces
    @Singleton
    SettleCall settleCall(JobStore jobs, ObjectStore objects, InstantSource clock) {
        return new SettleCall(jobs, objects, clock);
    }

    @Produces
    @Singleton
    RunExpress.Mail mail(JobReader reader, ObjectStore objects, ExpressLane express) {
        return new RunExpress.Mail(reader, objects, express);
    }

    @Produces
    @Singleton
    RunExpress run(
            Providers providers,
            JobStore jobs,
            RunExpress.Mail mail,
            SettleCall settle,
            RandomGenerator random,
            InstantSource clock) {
        return new RunExpress(providers, jobs, mail, settle, new RunExpress.Timing(clock, random));
    }
}
