package dev.offpeak.workers.runner;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobEvent;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState.Express;
import dev.offpeak.core.job.JobState.Intent;
import dev.offpeak.core.job.JobState.Reason;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.job.JobStore.Change;
import dev.offpeak.core.job.JobTransitions;
import dev.offpeak.core.pricing.Cost;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.pricing.LedgerLine.Amounts;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.ProviderFailure;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.provider.SyncApi.SyncOutcome;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.core.store.Write;
import dev.offpeak.wire.job.JobReader;
import dev.offpeak.wire.job.Reading;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// Makes one direct call for one job in the background: intent, call, outcome. A call is made only by whoever wrote
/// the intent, so a message delivered twice makes one call.
public final class RunExpress {
    private static final Logger LOG = System.getLogger(RunExpress.class.getName());

    private static final int MOST_ATTEMPTS = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(60);

    /// A call with less time than this is likely to be cut off, and then it is in doubt.
    private static final Duration SHORTEST_CALL = Duration.ofSeconds(30);

    /// Kept back from the call for writing down what came of it.
    private static final Duration RESERVE = Duration.ofSeconds(5);

    /// A paid answer that cannot be written down is lost, so that is tried harder than anything else.
    private static final int SETTLE_TRIES = 3;

    private final Providers providers;
    private final JobStore jobs;
    private final ObjectStore objects;
    private final JobReader reader;
    private final Timing timing;

    /// By whose clock, and how to wait between two attempts.
    public record Timing(InstantSource clock, Pause pause) {
        Instant now() {
            return clock.instant();
        }
    }

    @FunctionalInterface
    public interface Pause {
        void take(Duration length) throws InterruptedException;
    }

    public RunExpress(Providers providers, JobStore jobs, ObjectStore objects, JobReader reader, Timing timing) {
        this.providers = providers;
        this.jobs = jobs;
        this.objects = objects;
        this.reader = reader;
        this.timing = timing;
    }

    /// @param until no call is made that might not have ended by then
    /// @return whether the message is done with; false lets it come again
    public boolean run(Envelope message, Instant until) throws IOException, InterruptedException {
        var id = new JobId(message.id());
        var row = jobs.find(id);
        if (row.isEmpty() || !(row.get().state() instanceof Express)) {
            // ended, or moved to another lane; a row that was never written has no one waiting for it
            return true;
        }
        var body = body(message);
        if (!(reader.read(body.array(), body.offset(), body.length()) instanceof Reading.Sound(var spec))) {
            LOG.log(Level.ERROR, "job {0}: its express message cannot be read", id);
            return false;
        }
        return attempt(row.get(), providers.get(spec.provider()), spec.request(), until);
    }

    private boolean attempt(JobRow first, Provider provider, Request request, Instant until)
            throws IOException, InterruptedException {
        var row = first;
        var pause = FIRST_PAUSE;
        while (row.state() instanceof Express express) {
            if (express.intent().isPresent()) {
                return outwait(row, express);
            }
            var left = Duration.between(timing.now(), until).minus(RESERVE);
            if (left.compareTo(SHORTEST_CALL) < 0) {
                return false;
            }
            var intent = new Intent(timing.now(), until.plus(LEASE_MARGIN));
            var write = jobs.apply(List.of(new Change(row.id(), new JobEvent.Intend(express.attempt(), intent))));
            if (!isOurs(write.getFirst(), intent)) {
                return false;
            }
            var outcome = provider.first().calls().call(request, left);
            var step = weigh(row, express.attempt(), provider, request, outcome);
            switch (step) {
                case Step.Over over -> {
                    return settle(row, over);
                }
                case Step.Again(var next, var advised) -> {
                    if (!jobs.apply(List.of(next)).getFirst().isDone()) {
                        return false;
                    }
                    var wait = shorter(advised.orElse(pause));
                    if (wait.plus(SHORTEST_CALL).plus(RESERVE).compareTo(Duration.between(timing.now(), until)) > 0) {
                        return false;
                    }
                    timing.pause().take(wait);
                    pause = shorter(pause.multipliedBy(2));
                    row = row.with(new Express(express.attempt() + 1));
                }
            }
        }
        return true;
    }

    private sealed interface Step {
        record Over(Change change, Amounts amounts) implements Step {}

        record Again(Change change, Optional<Duration> advised) implements Step {}
    }

    private Step weigh(JobRow row, int attempt, Provider provider, Request request, SyncOutcome outcome)
            throws IOException {
        return switch (outcome) {
            case SyncOutcome.Answered answered
            when answered.succeeded() -> success(row, attempt, provider, request, answered);
            case SyncOutcome.Answered answered -> {
                var failure = provider.dialect().readFailure(answered.status(), answered.headers(), answered.body());
                yield isPassing(failure) && attempt < MOST_ATTEMPTS
                        ? again(row, attempt, failure.retryAfter())
                        : failed(row, attempt, failure.code(), failure.message());
            }
            case SyncOutcome.NotSent(var why) ->
                attempt < MOST_ATTEMPTS
                        ? again(row, attempt, Optional.empty())
                        : failed(row, attempt, "provider_unreachable", why);
            case SyncOutcome.InDoubt(var why) -> {
                LOG.log(Level.WARNING, "job {0}: possible_duplicate_spend: {1}", row.id(), why);
                yield failed(row, attempt, "in_doubt", "the answer was lost and may have been charged: " + why);
            }
        };
    }

    private Step success(JobRow row, int attempt, Provider provider, Request request, SyncOutcome.Answered answered)
            throws IOException {
        var now = timing.now();
        var usage = provider.dialect().readUsage(request.endpoint(), answered.body());
        var price = provider.prices().price(model(row), now);
        var cost = price.map(known -> known.cost(usage)).orElse(Cost.NONE);
        var settled = new Settled(
                Ending.SUCCEEDED,
                attempt,
                "express#" + attempt,
                now,
                Optional.of(keep(row.id(), attempt, answered)),
                usage,
                cost,
                Optional.empty());
        return new Step.Over(
                new Change(row.id(), new JobEvent.Succeed(settled)),
                new Amounts(1, 0, price.isPresent() ? 0 : 1, usage.prompt(), usage.output(), cost));
    }

    private Step failed(JobRow row, int attempt, String code, String message) {
        var settled = new Settled(
                Ending.FAILED,
                attempt,
                "express#" + attempt,
                timing.now(),
                Optional.empty(),
                Usage.NONE,
                Cost.NONE,
                Optional.of(new Reason(code, message)));
        return new Step.Over(new Change(row.id(), new JobEvent.Fail(settled)), Amounts.ONE_FAILED);
    }

    private static Step again(JobRow row, int attempt, Optional<Duration> advised) {
        return new Step.Again(new Change(row.id(), new JobEvent.Retry(attempt, new Express(attempt + 1))), advised);
    }

    private boolean settle(JobRow row, Step.Over over) throws InterruptedException {
        var particulars = row.particulars().orElseThrow();
        var line = new LedgerLine(
                new LedgerLine.Account(
                        row.tenant(),
                        timing.now().atOffset(ZoneOffset.UTC).toLocalDate(),
                        particulars.lane(),
                        particulars.provider(),
                        particulars.model()),
                over.amounts());
        for (int tries = 0; tries < SETTLE_TRIES; tries++) {
            switch (jobs.apply(over.change(), line)) {
                case Write.Done<JobRow> done -> {
                    return true;
                }
                case Write.Lost<JobRow>(var current) -> {
                    if (over.amounts().succeeded() > 0 && !isBy(current, "express#" + attempt(row))) {
                        LOG.log(Level.WARNING, "job {0}: its answer came too late; duplicate_spend", row.id());
                    }
                    return true;
                }
                case Write.NotDone<JobRow> notDone -> timing.pause().take(FIRST_PAUSE);
            }
        }
        return false;
    }

    private static int attempt(JobRow row) {
        return JobTransitions.attempt(row.state());
    }

    /// Whether the write that lost lost to itself: it was carried out and its answer did not arrive.
    private static boolean isBy(Optional<JobRow> current, String by) {
        return current.map(JobRow::state)
                .filter(state ->
                        state instanceof Settled settled && settled.by().equals(by))
                .isPresent();
    }

    /// Somebody is making the call, or died over it. After the lease the latter is certain, and the call may have
    /// been paid: it is not made again behind its owner's back.
    private boolean outwait(JobRow row, Express express) throws InterruptedException {
        if (timing.now().isBefore(express.intent().orElseThrow().leaseUntil())) {
            return false;
        }
        LOG.log(Level.WARNING, "job {0}: possible_duplicate_spend: its runner died during the call", row.id());
        return settle(row, (Step.Over) failed(
                row, express.attempt(), "in_doubt", "the runner died during the call; it may have been charged"));
    }

    private Answer keep(JobId id, int attempt, SyncOutcome.Answered answered) throws IOException {
        if (answered.body().length() <= Answer.LARGEST_IN_ROW) {
            return new Answer.Inline(answered.status(), answered.body());
        }
        var key = "answers/" + id + "-" + attempt;
        var bytes = answered.body().toBytes();
        for (int tries = 1; ; tries++) {
            try {
                objects.putIfAbsent(key, bytes);
                return new Answer.Stored(answered.status(), key, 0, bytes.length);
            } catch (IOException e) {
                // it is paid for, so it is kept harder than other things
                if (tries == SETTLE_TRIES) {
                    throw e;
                }
            }
        }
    }

    /// A write whose answer was lost is repeated below us, and then loses to itself.
    private static boolean isOurs(Write<JobRow> write, Intent intent) {
        return switch (write) {
            case Write.Done<JobRow> done -> true;
            case Write.Lost<JobRow>(var current) ->
                current.filter(row -> row.state() instanceof Express express
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

    private static String model(JobRow row) {
        return row.particulars().map(JobRow.Particulars::model).orElse("unknown");
    }

    /// 429 without a time to come back is a spent budget, which no pause of ours will refill.
    private static boolean isPassing(ProviderFailure failure) {
        return failure.status() == 408
                || failure.status() == 409
                || (failure.status() == 429 && failure.retryAfter().isPresent())
                || failure.status() >= 500;
    }

    private static Duration shorter(Duration pause) {
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
