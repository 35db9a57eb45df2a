package dev.offpeak.bench.calls;

import dev.offpeak.aws.DynamoAccountStore;
import dev.offpeak.aws.DynamoBatchStore;
import dev.offpeak.aws.DynamoBundleStore;
import dev.offpeak.aws.DynamoJobStore;
import dev.offpeak.aws.DynamoSegmentStore;
import dev.offpeak.aws.EnvelopeReader;
import dev.offpeak.aws.HmacSigner;
import dev.offpeak.aws.S3ObjectStore;
import dev.offpeak.aws.SqsOutbox;
import dev.offpeak.bench.load.Requests;
import dev.offpeak.core.bundle.Packer;
import dev.offpeak.core.deadline.Lateness;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Admission;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.queue.Seal;
import dev.offpeak.core.routing.RoutingPolicy;
import dev.offpeak.testkit.FakeKeyStore;
import dev.offpeak.testkit.FakeOutbox;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/// The way of jobs from the gateway's last step to their settled rows, on counted clients.
public final class Way {
    private static final Duration LINGER = Duration.ofMinutes(15);
    private static final int RECEIVED = 10;

    private final CallCounter calls = new CallCounter();
    private final WriteUnits units;
    private final Cloud.Resources resources;
    private final SqsClient sqs;
    private final SqsOutbox outbox;
    private final S3ObjectStore objects;
    private final DynamoJobStore jobs;
    private final DynamoSegmentStore segments;
    private final DynamoBundleStore bundles;
    private final DynamoBatchStore batches;
    private final AccountBooks books;
    private final Providers providers;
    private final JobIds ids;
    private final EnvelopeReader envelopes;
    private final InstantSource clock;

    public Way(Cloud cloud, Providers providers, InstantSource clock) {
        this.resources = cloud.resources();
        this.units = new WriteUnits(cloud.dynamo(), calls);
        var dynamo = cloud.dynamo(calls, units);
        this.sqs = cloud.sqs(calls);
        this.providers = providers;
        this.clock = clock;
        var signer = new HmacSigner(new byte[32]);
        var seal = new Seal(signer);
        this.ids = new JobIds(signer);
        this.envelopes = new EnvelopeReader(seal);
        this.outbox = new SqsOutbox(sqs, resources.queue(), seal);
        this.objects = new S3ObjectStore(cloud.s3(calls), resources.bucket());
        this.jobs = new DynamoJobStore(dynamo, resources.tables());
        this.segments = new DynamoSegmentStore(dynamo, resources.tables(), clock);
        this.bundles = new DynamoBundleStore(dynamo, resources.tables());
        this.batches = new DynamoBatchStore(dynamo, resources.tables());
        this.books = new AccountBooks(new DynamoAccountStore(dynamo, resources.tables()), bundles, clock);
    }

    public CallCounter calls() {
        return calls;
    }

    public WriteUnits units() {
        return units;
    }

    public JobIds ids() {
        return ids;
    }

    public DynamoJobStore jobs() {
        return jobs;
    }

    /// As the gateway does for a job: one message.
    public void submitSingles(Requests requests, int count) throws IOException {
        calls.phase("1 gateway");
        for (int i = 0; i < count; i++) {
            send(new Envelope(
                    Envelope.Kind.JOB,
                    requests.customId(i).job().value(),
                    requests.tenant(),
                    requests.acceptedAt(),
                    1,
                    Body.of(requests.job(i))));
        }
    }

    /// As the gateway does for an upload: one object and one message.
    public void submitUploads(Requests requests, int count, int perUpload) throws IOException {
        calls.phase("1 gateway");
        for (int from = 0; from < count; from += perUpload) {
            var lines = new ByteArrayOutputStream();
            for (int i = from; i < Math.min(count, from + perUpload); i++) {
                lines.writeBytes(requests.job(i));
                lines.write('\n');
            }
            var key = "uploads/" + requests.tenant() + "/upload-" + from;
            objects.putIfAbsent(key, lines.toByteArray());
            send(new Envelope(
                    Envelope.Kind.UPLOAD, "upload-" + from, requests.tenant(), requests.acceptedAt(), 1, Body.of(key)));
        }
    }

    /// Empties the queue as the event source does, ten messages a call, with at most `perRun` to a run of intake.
    public void takeIn(int messages, int perRun) throws IOException {
        var admission = new Admission(id -> providers.find(id).map(Provider::dialect), RoutingPolicy.DEFAULT);
        var takeIn = new TakeIn(
                new Unpack(ids, new JobReader(), admission, objects),
                new ShareCalls(
                        new FakeKeyStore(),
                        jobs,
                        segments,
                        new StageBatchJobs(new Staging(providers, new Random()), jobs, segments, objects)),
                jobs,
                lane(),
                clock);
        for (int left = messages; left > 0; left -= perRun) {
            calls.phase("2 event source");
            var run = receive(Math.min(left, perRun));
            calls.phase("3 intake");
            var again = takeIn.take(run.stream().map(this::delivery).toList());
            if (!again.isEmpty()) {
                throw new IOException(again.size() + " messages were not taken in");
            }
            calls.phase("2 event source");
            delete(run);
        }
    }

    public PackBundles.Report bundle() {
        calls.phase("4 bundler");
        var packer = new Packer(
                new BundleLimits(providers, books, clock),
                key -> new Lateness(providers.get(key.provider()).callsPerMinute()),
                LINGER);
        var refuse = new RefuseBundle(jobs, segments, objects, ids, clock);
        var submit =
                new SubmitBundle(providers, new SubmitBundle.Stores(bundles, batches, objects), books, refuse, clock);
        var claim = new ClaimSegments(segments, bundles, objects, new Random(), clock);
        var rescue = new RescueBundles(providers, new RescueBundles.Stores(bundles, segments, objects), hurry(), clock);
        var steps = new PackBundles.Steps(claim, submit, new ReleaseStrays(segments, bundles, objects), rescue);
        return new PackBundles(packer, segments, steps, clock).run(end());
    }

    /// @param what tells a look at a running batch from the import
    public int poll(String what) {
        calls.phase(what);
        var settle = new SettleChunk(providers, jobs, segments, objects, lane());
        var stores = new ImportResults.Stores(batches, bundles, segments, objects, books);
        var imports = new ImportResults(providers, stores, settle, ids, clock);
        var timing = new FollowBatches.Timing(new PollSchedule(Duration.ofMinutes(1)), clock);
        var late = new LateBatches(providers, batches, objects, hurry(), clock);
        var sweep = new SweepOrphans(providers, new SweepOrphans.Stores(batches, bundles, objects), books, clock);
        var steps = new FollowBatches.Steps(imports, late, new MissingBatches(batches, late, clock), sweep, books);
        return new FollowBatches(providers, batches, objects, steps, timing).run(end());
    }

    private ExpressLane lane() {
        return new ExpressLane(new FakeOutbox(), objects);
    }

    private HurryJobs hurry() {
        return new HurryJobs(providers, jobs, objects, lane(), ids, clock);
    }

    private Instant end() {
        return clock.instant().plus(Duration.ofMinutes(5));
    }

    private void send(Envelope envelope) throws IOException {
        if (!outbox.send(List.of(envelope)).getFirst()) {
            throw new IOException("the queue did not take " + envelope.id());
        }
    }

    private List<Message> receive(int count) {
        var received = new ArrayList<Message>();
        while (received.size() < count) {
            received.addAll(sqs.receiveMessage(receive -> receive.queueUrl(resources.queue())
                            .maxNumberOfMessages(Math.min(RECEIVED, count - received.size()))
                            .visibilityTimeout(300)
                            .messageSystemAttributeNames(MessageSystemAttributeName.SENT_TIMESTAMP)
                            .messageAttributeNames("All"))
                    .messages());
        }
        return received;
    }

    private void delete(List<Message> messages) {
        for (int from = 0; from < messages.size(); from += RECEIVED) {
            var entries = messages.subList(from, Math.min(messages.size(), from + RECEIVED)).stream()
                    .map(message -> DeleteMessageBatchRequestEntry.builder()
                            .id(message.messageId())
                            .receiptHandle(message.receiptHandle())
                            .build())
                    .toList();
            var _ = sqs.deleteMessageBatch(
                    delete -> delete.queueUrl(resources.queue()).entries(entries));
        }
    }

    private Delivery delivery(Message message) {
        var attributes = new HashMap<String, String>();
        message.messageAttributes().forEach((name, value) -> attributes.put(name, value.stringValue()));
        var content = switch (envelopes.read(message.body(), attributes)) {
            case EnvelopeReader.Reading.Genuine(var envelope) -> new Delivery.Content.Sealed(envelope);
            case EnvelopeReader.Reading.Unsealed unsealed ->
                new Delivery.Content.Dropped(new TenantId("bench"), Body.of(message.body()));
            case EnvelopeReader.Reading.Forged(var why) -> new Delivery.Content.Forged(why);
        };
        var sentAt = Instant.ofEpochMilli(
                Long.parseLong(message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP)));
        return new Delivery(message.messageId(), sentAt, content);
    }
}
