package dev.offpeak.workers.runner;

import dev.offpeak.core.deadline.Backoff;
import dev.offpeak.core.deadline.Lateness;
import dev.offpeak.core.id.JobId;
import dev.offpeak.core.job.JobEvent;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState.Express;
import dev.offpeak.core.job.JobState.Intent;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.job.JobStore.Change;
import dev.offpeak.core.provider.Account;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.MeteredCall;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.queue.Outbox;
import dev.offpeak.core.routing.OnLate;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.core.store.Write;
import dev.offpeak.wire.job.JobReader;
import dev.offpeak.wire.job.Reading;
import dev.offpeak.workers.express.ExpressLane;
import dev.offpeak.workers.lines.Attempts;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Makes one direct call for one job in the background: intent, call, outcome. A call is made only by whoever wrote
/// the intent, so a message delivered twice makes one call.
///
/// What cannot be done now goes back to the queue with a delay, until the job's deadline has passed.
public final class RunExpress {
    private static final Logger LOG = System.getLogger(RunExpress.class.getName());

    static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

    private static final Duration LEASE_MARGIN = Duration.ofSeconds(60);

    /// A call with less time than this is likely to be cut off, and then it is in doubt.
    private static final Duration SHORTEST_CALL = Duration.ofSeconds(30);

    /// How far a call may reach beyond the deadline: what is under way then is worth waiting for.
    private static final Duration OVERTIME = Lateness.EPSILON.dividedBy(3);

    /// Kept back from the call for writing down what came of it.
    private static final Duration RESERVE = Duration.ofSeconds(5);

    private final Providers providers;
    private final JobStore jobs;
    private final ObjectStore objects;
    private final JobReader reader;
    private final ExpressLane lane;
    private final SettleCall settle;
    private final Timing timing;

    /// By whose clock, and by what chance waits differ.
    public record Timing(InstantSource clock, RandomGenerator random) {
        Instant now() {
            return clock.instant();
        }
    }

    /// Where a message and its object come from, and go back to.
    public record Mail(JobReader reader, ObjectStore objects, ExpressLane lane) {}

    public RunExpress(Providers providers, JobStore jobs, Mail mail, SettleCall settle, Timing timing) {
        this.providers = providers;
        this.jobs = jobs;
        this.objects = mail.objects();
        this.reader = mail.reader();
        this.lane = mail.lane();
        this.settle = settle;
        this.timing = timing;
    }

    /// @param until no call is made that might not have ended by then
    /// @return whether the message is done with; false lets it come again
    public boolean run(Envelope message, Instant until) throws IOException {
        var id = new JobId(message.id());
        var row = jobs.find(id);
        if (row.isPresent() && row.get().state() instanceof Settled settled) {
            return settled.underWay().isEmpty()
                    || underWay(message, row.get(), settled.underWay().get());
        }
        if (row.isEmpty() || !(row.get().state() instanceof Express express)) {
            // moved to another lane; a row that was never written has no one waiting for it
            return true;
        }
        if (express.intent().isPresent()) {
            return outwait(message, row.get(), express, express.intent().get());
        }
        if (isOver(row.get())) {
            return settle.expired(row.get(), express.attempt());
        }
        var body = body(message);
        if (!(reader.read(body.array(), body.offset(), body.length()) instanceof Reading.Sound(var spec))) {
            LOG.log(Level.ERROR, "job {0}: its express message cannot be read", id);
            return false;
        }
        return attempt(message, row.get(), express, spec.request(), until);
    }

    private boolean attempt(Envelope message, JobRow row, Express express, Request request, Instant until)
            throws IOException {
        if (left(row, until).compareTo(SHORTEST_CALL) < 0) {
            return later(message, Duration.ZERO);
        }
        var provider = providers.get(row.particulars().orElseThrow().provider());
        var intent = new Intent(timing.now(), until.plus(LEASE_MARGIN));
        var write = jobs.apply(List.of(new Change(row.id(), new JobEvent.Intend(express.attempt(), intent))))
                .getFirst();
        if (!isOurs(write, intent)) {
            return false;
        }
        var call = new SettleCall.Call(row, express.attempt(), intent);
        var left = left(row, until);
        if (left.compareTo(SHORTEST_CALL) < 0) {
            // the process stood still over the intent; by now others may take the call for made
            return settle.again(call, express.attempt()) && later(message, Duration.ZERO);
        }
        var metered = MeteredCall.of(provider.dialect(), request);
        var outcome = account(provider, message).calls().call(metered.request(), left);
        return switch (Weighing.weigh(provider, row, express.attempt(), outcome)) {
            case Weighing.Success(var answer) -> settle.succeeded(call, provider, metered.read(answer));
            case Weighing.Failure(var failure, var answer) -> settle.failed(call, failure, answer);
            case Weighing.Again(var countsAsAttempt, var advised) ->
                settle.again(call, express.attempt() + (countsAsAttempt ? 1 : 0))
                        && later(message, advised.map(this::jittered).orElseGet(() -> backoff(message)));
            case Weighing.Doubt(var why) -> doubt(message, call, why);
        };
    }

    /// How long a call may take.
    private Duration left(JobRow row, Instant until) {
        return Duration.between(timing.now(), until(row, until)).minus(RESERVE);
    }

    /// A message that came back goes to the next account: this one may be the reason.
    private static Account account(Provider provider, Envelope message) {
        var accounts = provider.accounts();
        return accounts.get(Math.floorMod(message.attempt() - 1, accounts.size()));
    }

    private boolean doubt(Envelope message, SettleCall.Call call, String why) {
        return switch (call.row().particulars().orElseThrow().terms().onDoubt()) {
            case FAIL -> settle.inDoubt(call, why);
            case RETRY ->
                call.attempt() < Attempts.MOST_DIRECT
                        ? settle.inDoubtAgain(call, why) && later(message, backoff(message))
                        : settle.inDoubt(call, why);
        };
    }

    /// Somebody is making the call, or died over it. After the lease the latter is certain, and the call may have
    /// been paid.
    private boolean outwait(Envelope message, JobRow row, Express express, Intent intent) {
        return left(intent).isPositive()
                ? later(message, left(intent))
                : doubt(
                        message,
                        new SettleCall.Call(row, express.attempt(), intent),
                        "the runner died during the call");
    }

    /// Something else settled the job while a call for it was under way. Whoever makes that call says what it came to;
    /// when its lease is over, nobody will.
    private boolean underWay(Envelope message, JobRow row, Intent call) {
        return left(call).isPositive() ? later(message, left(call)) : settle.neverTold(row, call);
    }

    private Duration left(Intent intent) {
        return Duration.between(timing.now(), intent.leaseUntil());
    }

    /// Once more, as a message of its own, so that waiting uses up no receives of this one.
    private boolean later(Envelope message, Duration wait) {
        var delay = wait.compareTo(Outbox.LONGEST_DELAY) < 0 ? wait : Outbox.LONGEST_DELAY;
        var again = new Envelope(
                message.kind(),
                message.id(),
                message.tenant(),
                message.acceptedAt(),
                message.attempt() + 1,
                message.body());
        return lane.send(List.of(again), delay).getFirst();
    }

    private Duration backoff(Envelope message) {
        return BACKOFF.pause(message.attempt(), timing.random().nextDouble());
    }

    private Duration jittered(Duration advised) {
        return advised.plus(BACKOFF.pause(1, timing.random().nextDouble()));
    }

    private boolean isOver(JobRow row) {
        var particulars = row.particulars().orElseThrow();
        var end = particulars.terms().onLate() == OnLate.WAIT
                ? particulars.deadline().plus(Attempts.PATIENCE)
                : particulars.deadline();
        return !timing.now().isBefore(end);
    }

    private static Instant until(JobRow row, Instant until) {
        var particulars = row.particulars().orElseThrow();
        var end = particulars.deadline().plus(OVERTIME);
        return particulars.terms().onLate() == OnLate.WAIT || until.isBefore(end) ? until : end;
    }

    /// A write whose answer was lost is repeated below us, and then loses to itself.
    private static boolean isOurs(Write<JobRow> write, Intent intent) {
        return switch (write) {
            case Write.Done<JobRow> done -> true;
            case Write.Lost<JobRow>(var current) ->
                current.map(JobRow::state)
                        .filter(state -> state instanceof Express express
                                && express.intent().equals(Optional.of(intent)))
                        .isPresent();
            case Write.NotDone<JobRow> notDone -> false;
        };
    }

    private Body body(Envelope message) throws IOException {
        if (message.kind() == Envelope.Kind.JOB) {
            return message.body();
        }
        var key = message.body().text();
        var size = objects.size(key).orElseThrow(() -> new IOException("object " + key + " is not there"));
        return Body.of(objects.read(key, 0, Math.toIntExact(size)));
    }
}
