package dev.offpeak.workers.late;

import dev.offpeak.core.bundle.Manifest;
import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobEvent;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState.Express;
import dev.offpeak.core.job.JobState.Reason;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.job.JobStore.Change;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.pricing.LedgerLine.Amounts;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.routing.Lane;
import dev.offpeak.core.routing.OnLate;
import dev.offpeak.core.segment.BundleKey;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.core.store.Write;
import dev.offpeak.wire.parallel.AtOnce;
import dev.offpeak.workers.express.ExpressLane;
import dev.offpeak.workers.express.ExpressMessages;
import dev.offpeak.workers.lines.Roster;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Takes the jobs of a bundle that will be late from it: they go to the express lane as their next attempt, or end as
/// EXPIRED, as their callers want it. May be done again: what was done before stays as it is, and a message that is
/// sent twice makes one call.
public final class HurryJobs {
    /// Few enough that their requests fit into memory one by one and their messages together.
    private static final int CHUNK = 200;

    /// Whoever calls has other things to do as well.
    private static final Duration BUDGET = Duration.ofSeconds(30);

    /// Expired jobs are entered in the ledger one by one. More at once would only meet at the same ledger line.
    private static final int WIDTH = 4;

    private final Providers providers;
    private final JobStore jobs;
    private final ObjectStore objects;
    private final ExpressLane express;
    private final JobIds ids;
    private final InstantSource clock;
    private final AtOnce expiries;
    private final ExpressMessages messages = new ExpressMessages();

    public HurryJobs(
            Providers providers,
            JobStore jobs,
            ObjectStore objects,
            ExpressLane express,
            JobIds ids,
            InstantSource clock) {
        this(providers, jobs, objects, express, ids, clock, WIDTH);
    }

    /// @param width jobs that expire at once; one alone without a thread
    public HurryJobs(
            Providers providers,
            JobStore jobs,
            ObjectStore objects,
            ExpressLane express,
            JobIds ids,
            InstantSource clock,
            int width) {
        this.expiries = new AtOnce(width);
        this.providers = providers;
        this.jobs = jobs;
        this.objects = objects;
        this.express = express;
        this.ids = ids;
        this.clock = clock;
    }

    /// @param by what will be too late, as the rows of expired jobs name it
    /// @throws IOException when not all of it was done; it is to be done again, and goes on where it was
    public void hurry(BundleKey key, String by, Manifest manifest) throws IOException {
        var roster = Roster.read(objects, manifest, ids);
        var failure = Optional.<IOException>empty();
        var until = clock.instant().plus(BUDGET);
        boolean hasBegun = false;
        var lane = express.paced(providers.get(key.provider()).callsPerMinute());
        var order = roster.order();
        for (int from = 0; from < order.size(); from += CHUNK) {
            // with one chunk there is nothing to go on with
            var mark = order.size() > CHUNK ? Optional.of("hurried/" + by + "/" + from) : Optional.<String>empty();
            if (mark.isPresent() && objects.size(mark.get()).isPresent()) {
                continue;
            }
            // however long it took to get here, each run does some
            if (hasBegun && !clock.instant().isBefore(until)) {
                throw new IOException("jobs from number " + from + " on are hurried in the next run");
            }
            hasBegun = true;
            try {
                hurry(key, by, roster, order.subList(from, Math.min(from + CHUNK, order.size())), lane);
                if (mark.isPresent()) {
                    objects.putIfAbsent(mark.get(), new byte[] {'\n'});
                }
            } catch (IOException e) {
                // one row that is busy is no reason to keep the others waiting
                failure = Optional.of(e);
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private void hurry(BundleKey key, String by, Roster roster, List<CustomId> chunk, ExpressLane.Paced lane)
            throws IOException {
        var now = clock.instant();
        var over = chunk.stream().filter(id -> isOver(key, roster, id, now)).toList();
        var tenants = new HashMap<CustomId, TenantId>();
        for (var id : over) {
            tenants.put(id, roster.tenant(id).orElseThrow(() -> strange(id)));
        }
        var ends = expiries.map(over, id -> expire(key, by, Objects.requireNonNull(tenants.get(id)), id, now));
        var waiting = new ArrayList<CustomId>();
        for (int i = 0; i < over.size(); i++) {
            if (ends.get(i) instanceof Write.NotDone<JobRow>(var why)) {
                throw new IOException("job " + over.get(i).job() + " was not ended: " + why);
            }
            // one that an earlier run moved to the express lane is the runner's to end, and may never have had a
            // message
            if (isLeft(over.get(i), ends.get(i))) {
                waiting.add(over.get(i));
            }
        }
        var direct = chunk.stream().filter(id -> !isOver(key, roster, id, now)).toList();
        var writes = jobs.apply(direct.stream()
                .map(id -> new Change(id.job(), new JobEvent.Retry(id.attempt(), new Express(id.attempt() + 1))))
                .toList());
        for (int i = 0; i < direct.size(); i++) {
            if (isWaiting(direct.get(i), writes.get(i))) {
                waiting.add(direct.get(i));
            }
        }
        send(key, roster, waiting, now, lane);
    }

    private static boolean isOver(BundleKey key, Roster roster, CustomId id, Instant now) {
        return key.onLate() == OnLate.EXPIRE || !now.isBefore(roster.earliest(List.of(id)));
    }

    /// Whether the job waits for its direct call, moved there now or by an earlier run.
    private static boolean isWaiting(CustomId id, Write<JobRow> write) throws IOException {
        return switch (write) {
            case Write.Done<JobRow> done -> true;
            case Write.Lost<JobRow> lost -> isLeft(id, lost);
            case Write.NotDone<JobRow>(var why) ->
                throw new IOException("job " + id.job() + " was not moved to the express lane: " + why);
        };
    }

    /// Whether an earlier run moved the job to the express lane.
    private static boolean isLeft(CustomId id, Write<JobRow> write) {
        return write instanceof Write.Lost<JobRow>(var current)
                && current.map(JobRow::state)
                        .filter(state -> state instanceof Express waits && waits.attempt() == id.attempt() + 1)
                        .isPresent();
    }

    private Write<JobRow> expire(BundleKey key, String by, TenantId tenant, CustomId id, Instant now) {
        var settled = Settled.unanswered(
                Ending.EXPIRED, id.attempt(), by, now, new Reason("deadline", "its batch was not done in time"));
        var model = key.affinity().isEmpty() ? "unknown" : key.affinity();
        var account = new LedgerLine.Account(
                tenant, now.atOffset(ZoneOffset.UTC).toLocalDate(), Lane.BATCH, key.provider(), model);
        return jobs.apply(
                new Change(id.job(), new JobEvent.Fail(settled)), new LedgerLine(account, Amounts.ONE_FAILED));
    }

    private void send(BundleKey key, Roster roster, List<CustomId> waiting, Instant now, ExpressLane.Paced lane)
            throws IOException {
        if (waiting.isEmpty()) {
            return;
        }
        var provider = providers.get(key.provider());
        var requests = roster.requests(objects, waiting);
        var envelopes = new ArrayList<Envelope>(waiting.size());
        for (var id : waiting) {
            var line = Objects.requireNonNull(requests.get(id), id::toString);
            var tenant = roster.tenant(id).orElseThrow(() -> strange(id));
            var body = provider.dialect().bodyOf(line, 0, line.length - 1);
            envelopes.add(messages.of(key, id.job(), tenant, body, now));
        }
        if (!lane.send(envelopes)) {
            throw new IOException(
                    "not every job of " + waiting.getFirst().job() + "'s bundle reached the express queue");
        }
    }

    private static IOException strange(CustomId id) {
        return new IOException("job " + id.job() + " is no tenant's of its bundle");
    }
}
