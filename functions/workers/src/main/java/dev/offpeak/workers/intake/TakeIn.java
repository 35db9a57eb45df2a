package dev.offpeak.workers.intake;

import dev.offpeak.core.deadline.NextTry;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.routing.Lane;
import dev.offpeak.core.routing.RoutingPolicy;
import dev.offpeak.core.store.Write;
import dev.offpeak.workers.express.ExpressLane;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Takes a batch of messages in: every job in them ends up as a row that names where its line lies, or is a duplicate
/// of one that does. A message is acknowledged only when that is true of all its jobs.
public final class TakeIn {
    private static final Logger LOG = System.getLogger(TakeIn.class.getName());

    /// What one invocation takes in at most: three copies of it fit into a 512 MB function, in half its time.
    private static final int MOST_JOBS = 20_000;

    private static final long MOST_BYTES = 40L << 20;

    private final Unpack unpack;
    private final ShareCalls share;
    private final JobStore jobs;
    private final PassOn passOn;
    private final InstantSource clock;

    public TakeIn(Unpack unpack, ShareCalls share, JobStore jobs, ExpressLane express, InstantSource clock) {
        this.unpack = unpack;
        this.share = share;
        this.jobs = jobs;
        this.passOn = new PassOn(jobs, express);
        this.clock = clock;
    }

    /// @return the ids of the messages that must come again
    public List<String> take(List<Delivery> deliveries) {
        var failed = new TreeSet<Integer>();
        var found = find(deliveries, failed);
        var now = clock.instant();
        var batch = new ArrayList<Incoming.Good>();
        var direct = new ArrayList<Incoming.Good>();
        var expired = new ArrayList<Incoming.Good>();
        var bad = new ArrayList<Incoming.Bad>();
        for (var incoming : found) {
            switch (incoming) {
                case Incoming.Good good when good.admitted().route().lane() != Lane.BATCH -> direct.add(good);
                case Incoming.Good good ->
                    (switch (way(good, now)) {
                                case BATCH -> batch;
                                case DIRECT -> direct;
                                case NONE -> expired;
                            })
                            .add(good);
                case Incoming.Bad refused -> bad.add(refused);
            }
        }
        failed.addAll(reject(bad, now));
        for (var passed : List.of(
                passOn.pass(direct, job -> new JobState.Express(1)), passOn.pass(expired, job -> expired(now)))) {
            failed.addAll(passed.again());
            batch.addAll(passed.staged());
        }
        failed.addAll(share.stage(batch, now));
        return failed.stream().map(index -> deliveries.get(index).messageId()).toList();
    }

    /// The route was right when the job was accepted; a queue that stood still may have used up its time.
    private static NextTry way(Incoming.Good job, Instant now) {
        var floor = RoutingPolicy.DEFAULT.batchFloor().dividedBy(2);
        return NextTry.of(job.spec().terms().onLate(), job.admitted().deadline(), floor, now);
    }

    private static JobState expired(Instant now) {
        return new JobState.Settled(
                Ending.EXPIRED,
                1,
                "intake",
                now,
                Optional.empty(),
                Usage.NONE,
                Optional.empty(),
                Optional.of(new JobState.Reason("deadline", "its deadline passed in the queue")));
    }

    /// One job may come in several messages of one invocation; the first stands for all of them.
    private List<Incoming> find(List<Delivery> deliveries, Set<Integer> failed) {
        var byId = new LinkedHashMap<String, Incoming>();
        long bytes = 0;
        for (int i = 0; i < deliveries.size(); i++) {
            if (byId.size() >= MOST_JOBS || bytes >= MOST_BYTES) {
                // a pointer is small and what it points to is not; what does not fit comes again by itself
                failed.add(i);
                continue;
            }
            try {
                for (var incoming : unpack.unpack(i, deliveries.get(i))) {
                    bytes += incoming.bytes();
                    byId.putIfAbsent(incoming.id().value(), incoming);
                }
            } catch (Unpack.Undecodable | IOException e) {
                LOG.log(
                        Level.WARNING,
                        "message {0} cannot be taken in: {1}",
                        deliveries.get(i).messageId(),
                        e.getMessage());
                failed.add(i);
            }
        }
        return List.copyOf(byId.values());
    }

    private List<Integer> reject(List<Incoming.Bad> bad, Instant now) {
        var rows = bad.stream()
                .map(job -> new JobRow(
                        job.id(),
                        job.tenant(),
                        job.acceptedAt(),
                        Optional.empty(),
                        new JobState.Settled(
                                Ending.REJECTED,
                                1,
                                "intake",
                                now,
                                Optional.empty(),
                                Usage.NONE,
                                Optional.empty(),
                                Optional.of(new JobState.Reason("rejected", job.why())))))
                .toList();
        var writes = jobs.insert(rows);
        var again = new ArrayList<Integer>();
        for (int i = 0; i < bad.size(); i++) {
            if (writes.get(i) instanceof Write.NotDone) {
                again.add(bad.get(i).delivery());
            }
        }
        return again;
    }
}
