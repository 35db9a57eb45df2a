package dev.offpeak.bench.load;

import dev.offpeak.core.job.Admission;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.routing.RoutingPolicy;
import dev.offpeak.core.segment.Segment;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.testkit.FakeKeyStore;
import dev.offpeak.testkit.FakeOutbox;
import dev.offpeak.testkit.FakeSegmentStore;
import dev.offpeak.wire.job.JobReader;
import dev.offpeak.workers.express.ExpressLane;
import dev.offpeak.workers.intake.Delivery;
import dev.offpeak.workers.intake.ShareCalls;
import dev.offpeak.workers.intake.StageBatchJobs;
import dev.offpeak.workers.intake.Staging;
import dev.offpeak.workers.intake.TakeIn;
import dev.offpeak.workers.intake.Unpack;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/// Takes uploads in, as the intake function does, until all requests lie in segments.
public record Stage(Providers providers, ObjectStore objects) {
    /// @return the segments in the order of their requests
    public List<Segment> stage(Requests requests, int count) throws IOException {
        var segments = new FakeSegmentStore();
        var takeIn = takeIn(requests, segments);
        for (int number = 0; number < count; number += requests.perUpload()) {
            var key = "uploads/" + requests.target().provider() + "/" + requests.upload(number);
            objects.putIfAbsent(key, requests.uploadFrom(number, count));
            var again = takeIn.take(List.of(delivery(requests, number, key)));
            if (!again.isEmpty()) {
                throw new IOException("intake did not take upload " + requests.upload(number));
            }
        }
        int staged = segments.rows().stream()
                .mapToInt(segment -> segment.live().count())
                .sum();
        if (staged != count) {
            throw new IOException("of " + count + " requests " + staged + " were staged");
        }
        return segments.rows();
    }

    private TakeIn takeIn(Requests requests, FakeSegmentStore segments) {
        var jobs = new AgreeingJobStore(change -> {});
        var admission = new Admission(id -> providers.find(id).map(Provider::dialect), RoutingPolicy.DEFAULT);
        InstantSource clock = InstantSource.fixed(requests.acceptedAt());
        return new TakeIn(
                new Unpack(requests.ids(), new JobReader(), admission, objects),
                new ShareCalls(
                        new FakeKeyStore(),
                        jobs,
                        segments,
                        new StageBatchJobs(new Staging(providers, new Random()), jobs, segments, objects)),
                jobs,
                new ExpressLane(new FakeOutbox(), objects),
                clock);
    }

    private static Delivery delivery(Requests requests, int number, String key) {
        var envelope = new Envelope(
                Envelope.Kind.UPLOAD,
                requests.upload(number),
                requests.tenant(),
                requests.acceptedAt(),
                1,
                Body.of(key));
        return new Delivery("message-" + number, requests.acceptedAt(), new Delivery.Content.Sealed(envelope));
    }
}
