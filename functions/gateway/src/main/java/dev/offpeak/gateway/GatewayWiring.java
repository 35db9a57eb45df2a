package dev.offpeak.gateway;

import dev.offpeak.aws.SqsOutbox;
import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.bundle.BundleStore;
import dev.offpeak.core.id.CallerIds;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Admission;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.job.KeyStore;
import dev.offpeak.core.pricing.Ledger;
import dev.offpeak.core.provider.Patience;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.queue.Outbox;
import dev.offpeak.core.queue.Seal;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.core.surface.BatchSurfaces;
import dev.offpeak.core.surface.CallerBatchStore;
import dev.offpeak.core.surface.CallerFileStore;
import dev.offpeak.gateway.background.BackgroundCalls;
import dev.offpeak.gateway.background.FollowBackground;
import dev.offpeak.gateway.background.Memos;
import dev.offpeak.gateway.background.ShowBackground;
import dev.offpeak.gateway.background.StartBackground;
import dev.offpeak.gateway.batchapi.BatchApis;
import dev.offpeak.gateway.batchapi.CreateBatch;
import dev.offpeak.gateway.batchapi.ExpireLines;
import dev.offpeak.gateway.batchapi.Files;
import dev.offpeak.gateway.batchapi.FollowBatch;
import dev.offpeak.gateway.batchapi.ListBatches;
import dev.offpeak.gateway.batchapi.LookAtLines;
import dev.offpeak.gateway.batchapi.MakeResults;
import dev.offpeak.gateway.batchapi.SendParts;
import dev.offpeak.gateway.batchapi.Shelf;
import dev.offpeak.gateway.batchapi.WithdrawLines;
import dev.offpeak.gateway.dropin.DropIn;
import dev.offpeak.gateway.dropin.PassOn;
import dev.offpeak.gateway.jobs.Acceptance;
import dev.offpeak.gateway.jobs.CancelJob;
import dev.offpeak.gateway.jobs.DeleteJob;
import dev.offpeak.gateway.jobs.InlineCall;
import dev.offpeak.gateway.jobs.InlineJob;
import dev.offpeak.gateway.jobs.JobLookup;
import dev.offpeak.gateway.jobs.ReadJob;
import dev.offpeak.gateway.jobs.Replay;
import dev.offpeak.gateway.jobs.SubmitJobs;
import dev.offpeak.gateway.jobs.SubmitMany;
import dev.offpeak.gateway.jobs.SubmitOne;
import dev.offpeak.gateway.jobs.Till;
import dev.offpeak.gateway.listing.Batches;
import dev.offpeak.gateway.listing.LedgerPage;
import dev.offpeak.wire.job.JobReader;
import dev.offpeak.wiring.Settings;
import dev.offpeak.wiring.Wiring;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Puts the gateway's desks together.
public class GatewayWiring {
    @Produces
    @Singleton
    Tenants tenants(Settings settings, TenantId fallback) {
        return switch (settings.auth()) {
            case "none" -> new Tenants.Single(fallback);
            case "authorizer" -> new Tenants.Authorized();
            case "keys" -> Tenants.Keyed.parse(settings.apiKeys().orElse(""));
            default ->
                throw new IllegalStateException(
                        "OFFPEAK_AUTH is \"" + settings.auth() + "\"; it can be keys, authorizer or none");
        };
    }

    @Produces
    @Singleton
    Outbox jobsQueue(SqsClient sqs, Seal seal, Settings settings) {
        var url = Wiring.needed("OFFPEAK_QUEUE_JOBS", settings.queue().jobs());
        return new SqsOutbox(sqs, url, seal);
    }

    @Produces
    @Singleton
    Acceptance acceptance(Outbox queue, ObjectStore objects) {
        return new Acceptance(objects, queue);
    }

    @Produces
    @Singleton
    InlineCall inlineCall(Ledger ledger, InstantSource clock, Settings settings) {
        return new InlineCall(new Till(ledger, clock), settings.syncTimeout());
    }

    @Produces
    @Singleton
    SubmitOne.Naming naming(JobIds ids, KeyStore keys, InstantSource clock, RandomGenerator random) {
        return new SubmitOne.Naming(ids, new Replay(keys), clock, random);
    }

    @Produces
    @Singleton
    SubmitOne submitOne(
            JobReader reader, Admission admission, Acceptance acceptance, InlineJob inline, SubmitOne.Naming naming) {
        return new SubmitOne(reader, admission, acceptance, inline, naming);
    }

    @Produces
    @Singleton
    SubmitMany submitMany(JobReader reader, Admission admission, Acceptance acceptance, SubmitOne.Naming naming) {
        return new SubmitMany(reader, admission, acceptance, naming);
    }

    @Produces
    @Singleton
    InlineJob inlineJob(Providers providers, InlineCall call, JobStore jobs, ObjectStore objects, InstantSource clock) {
        return new InlineJob(providers, call, jobs, objects, clock);
    }

    @Produces
    @Singleton
    JobLookup lookup(
            JobIds ids,
            JobStore jobs,
            SegmentStore segments,
            BundleStore bundles,
            ObjectStore objects,
            InstantSource clock) {
        return new JobLookup(ids, new JobLookup.Stores(jobs, segments, bundles, objects), clock);
    }

    @Produces
    @Singleton
    CancelJob cancelJob(JobLookup lookup, JobStore jobs, SegmentStore segments, InstantSource clock) {
        return new CancelJob(lookup, jobs, segments, clock);
    }

    @Produces
    @Singleton
    DeleteJob deleteJob(CancelJob cancel, JobStore jobs) {
        return new DeleteJob(cancel, jobs);
    }

    @Produces
    @Singleton
    PassOn passOn(Ledger ledger, InstantSource clock, Settings settings) {
        return new PassOn(new Till(ledger, clock), new Patience(settings.syncTimeout(), settings.streamTimeout()));
    }

    @Produces
    @Singleton
    DropIn dropIn(PassOn passOn, SubmitOne submit) {
        return new DropIn(passOn, submit);
    }

    @Produces
    @Singleton
    FollowBackground.Timing following(InstantSource clock, Settings settings) {
        return new FollowBackground.Timing(clock, Thread::sleep, settings.streamTimeout());
    }

    @Produces
    @Singleton
    BackgroundCalls backgroundCalls(
            SubmitOne submit,
            JobLookup lookup,
            ObjectStore objects,
            JobIds ids,
            CancelJob cancel,
            DeleteJob delete,
            FollowBackground.Timing following) {
        var memos = new Memos(objects);
        var show = new ShowBackground(lookup, memos, ids);
        var follow = new FollowBackground(show, following);
        return new BackgroundCalls(new StartBackground(submit, memos, follow), show, follow, cancel, delete);
    }

    @Produces
    @Singleton
    LedgerPage ledgerPage(Ledger ledger, InstantSource clock) {
        return new LedgerPage(ledger, clock);
    }

    @Produces
    @Singleton
    Shelf shelf(CallerBatchStore batches, CallerFileStore files, ObjectStore objects) {
        return new Shelf(batches, files, objects);
    }

    @Produces
    @Singleton
    SendParts sendParts(Shelf shelf, Outbox queue) {
        return new SendParts(shelf, queue);
    }

    @Produces
    @Singleton
    FollowBatch.Steps batchSteps(
            Shelf shelf, SendParts parts, JobStore jobs, SegmentStore segments, InstantSource clock) {
        return new FollowBatch.Steps(
                parts,
                new LookAtLines(jobs),
                new ExpireLines(jobs, clock),
                new WithdrawLines(jobs, segments, clock),
                new MakeResults(shelf, jobs));
    }

    @Produces
    @Singleton
    BatchApis.Work batchWork(
            Shelf shelf, Admission admission, SubmitOne.Naming naming, FollowBatch.Steps steps, InstantSource clock) {
        var follow = new FollowBatch(shelf, steps, clock);
        return new BatchApis.Work(
                new CreateBatch(shelf, admission, steps, naming),
                follow,
                new ListBatches(shelf, follow, clock),
                new Files(shelf, naming),
                clock);
    }

    @Produces
    @Singleton
    BatchApis batchApis(BatchSurfaces surfaces, BatchApis.Names names, Shelf shelf, BatchApis.Work work) {
        return new BatchApis(surfaces, names, shelf, work);
    }

    @Produces
    @Singleton
    BatchApis.Names names(CallerIds callers, JobIds jobs) {
        return new BatchApis.Names(callers, jobs);
    }

    @Produces
    @Singleton
    FrontDesk.Desks desks(
            SubmitOne one,
            SubmitMany many,
            JobLookup lookup,
            CancelJob cancel,
            BatchStore batches,
            LedgerPage ledger,
            BackgroundCalls background,
            DropIn dropIn,
            BatchApis batchApis) {
        return new FrontDesk.Desks(
                new SubmitJobs(one, many),
                new ReadJob(lookup),
                cancel,
                new Batches(batches),
                ledger,
                background,
                dropIn,
                batchApis);
    }

    @Produces
    @Singleton
    FrontDesk frontDesk(Providers providers, Tenants tenants, FrontDesk.Desks desks) {
        return new FrontDesk(providers, tenants, desks);
    }
}
