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
import dev.offpeak.core.pricing.Cost;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.pricing.LedgerLine.Amounts;
import dev.offpeak.core.pricing.LedgerLine.Unused;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.MeteredCall.Metered;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.ProviderFailure;
import dev.offpeak.core.provider.SyncApi.SyncOutcome;
import dev.offpeak.core.routing.Lane;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.core.store.Write;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Writes down what a direct call came to: the job's row and the ledger in one transaction.
public final class SettleCall {
    private static final Logger LOG = System.getLogger(SettleCall.class.getName());

    /// A paid answer that cannot be written down is lost, so that is tried harder than anything else.
    private static final int TRIES = 3;

    private final JobStore jobs;
    private final ObjectStore objects;
    private final InstantSource clock;

    public SettleCall(JobStore jobs, ObjectStore objects, InstantSource clock) {
        this.jobs = jobs;
        this.objects = objects;
        this.clock = clock;
    }

    /// One call for a job: `row` as it was before, `intent` as it was written for it.
    record Call(JobRow row, int attempt, Intent intent) {}

    /// @return whether it is written down; false lets the message come again
    boolean succeeded(Call call, Provider provider, Metered metered) throws IOException {
        var usage = metered.usage();
        var known = metered.told().cost(provider.prices(), model(call.row()), clock.instant(), usage);
        var cost = known.orElse(Cost.NONE);
        var settled = new Settled(
                Ending.SUCCEEDED,
                call.attempt(),
                by(call.attempt()),
                clock.instant(),
                Optional.of(keep(call.row().id(), call.attempt(), metered.answer())),
                usage,
                known,
                Optional.empty());
        var amounts = new Amounts(1, 0, known.isPresent() ? 0 : 1, usage.prompt(), usage.output(), cost);
        return write(call, new JobEvent.Succeed(settled), amounts, ended -> {
            boolean answered = ended.ending() == Ending.SUCCEEDED;
            LOG.log(
                    Level.WARNING,
                    "job {0}: its answer came too late; {1}",
                    call.row().id(),
                    answered ? "duplicate_spend" : "canceled_spend");
            return answered ? Unused.duplicate(cost.paid()) : Unused.canceled(cost.paid());
        });
    }

    boolean failed(Call call, ProviderFailure failure, SyncOutcome.Answered answer) {
        var settled = ended(
                call.attempt(),
                Ending.FAILED,
                new Reason(failure.code(), failure.message()),
                keepIfPossible(call, answer));
        return write(call, new JobEvent.Fail(settled), Amounts.ONE_FAILED, late -> Unused.NONE);
    }

    /// The call cost nothing, and another one is to be made.
    boolean again(Call call, int next) {
        return write(call, new JobEvent.Free(call.intent(), new Express(next)), Amounts.NONE, late -> Unused.NONE);
    }

    /// It may have been charged, and its owner does not want it made again.
    boolean inDoubt(Call call, String why) {
        LOG.log(
                Level.WARNING,
                "job {0}: possible_duplicate_spend: {1}",
                call.row().id(),
                why);
        var reason = new Reason("in_doubt", "the answer was lost and may have been charged: " + why);
        return write(
                call,
                new JobEvent.Fail(ended(call.attempt(), Ending.FAILED, reason)),
                Amounts.ONE_FAILED.plus(Amounts.of(Unused.ONE_IN_DOUBT)),
                late -> Unused.ONE_IN_DOUBT);
    }

    /// It may have been charged, and is to be made again all the same.
    boolean inDoubtAgain(Call call, String why) {
        LOG.log(
                Level.WARNING,
                "job {0}: possible_duplicate_spend, called again: {1}",
                call.row().id(),
                why);
        return write(
                call,
                new JobEvent.Free(call.intent(), new Express(call.attempt() + 1)),
                Amounts.of(Unused.ONE_IN_DOUBT),
                late -> Unused.ONE_IN_DOUBT);
    }

    /// No call is made for it any more.
    boolean expired(JobRow row, int attempt) {
        var reason = new Reason("deadline", "its deadline passed before a direct call had succeeded");
        var event = new JobEvent.Fail(ended(attempt, Ending.EXPIRED, reason));
        return !(write(row, event, Amounts.ONE_FAILED) instanceof Write.NotDone<JobRow>);
    }

    /// A call that was under way when something else settled the job, and of which nobody will ever tell.
    boolean neverTold(JobRow row, Intent call) {
        LOG.log(Level.WARNING, "job {0}: possible_duplicate_spend: its runner died during the call", row.id());
        return enter(row, call, Unused.ONE_IN_DOUBT);
    }

    private Settled ended(int attempt, Ending ending, Reason reason) {
        return ended(attempt, ending, reason, Optional.empty());
    }

    private Settled ended(int attempt, Ending ending, Reason reason, Optional<Answer> answer) {
        return new Settled(
                ending,
                attempt,
                by(attempt),
                clock.instant(),
                answer,
                Usage.NONE,
                Optional.empty(),
                Optional.of(reason));
    }

    /// @param late what is to be entered for the call if something else has settled the job meanwhile
    private boolean write(Call call, JobEvent event, Amounts amounts, Function<Settled, Unused> late) {
        return switch (write(call.row(), event, amounts)) {
            case Write.Done<JobRow> done -> true;
            case Write.NotDone<JobRow> notDone -> false;
            case Write.Lost<JobRow>(var current) ->
                // otherwise this is the write that was made before, and its answer did not arrive
                current.or(() -> jobs.find(call.row().id()))
                        .map(JobRow::state)
                        .filter(Settled.class::isInstance)
                        .map(Settled.class::cast)
                        .filter(ended -> ended.underWay().equals(Optional.of(call.intent())))
                        .map(ended -> enter(call.row(), call.intent(), late.apply(ended)))
                        .orElse(true);
        };
    }

    private boolean enter(JobRow row, Intent call, Unused unused) {
        return !(write(row, new JobEvent.Enter(call), Amounts.of(unused)) instanceof Write.NotDone<JobRow>);
    }

    private Write<JobRow> write(JobRow row, JobEvent event, Amounts amounts) {
        var change = new Change(row.id(), event);
        Write<JobRow> write = new Write.NotDone<>("not tried");
        for (int tries = 0; tries < TRIES && write instanceof Write.NotDone<JobRow>; tries++) {
            write = amounts.equals(Amounts.NONE)
                    ? jobs.apply(List.of(change)).getFirst()
                    : jobs.apply(change, line(row, amounts));
        }
        return write;
    }

    /// Whatever lane the job was meant for, this was a direct call at full price.
    private LedgerLine line(JobRow row, Amounts amounts) {
        var provider = row.particulars().orElseThrow().provider();
        return new LedgerLine(
                new LedgerLine.Account(
                        row.tenant(),
                        clock.instant().atOffset(ZoneOffset.UTC).toLocalDate(),
                        Lane.SYNC,
                        provider,
                        model(row)),
                amounts);
    }

    /// A refusal was not paid for: rather than have the call taken for lost, its job ends without the words.
    private Optional<Answer> keepIfPossible(Call call, SyncOutcome.Answered refusal) {
        try {
            return Optional.of(keep(call.row().id(), call.attempt(), refusal));
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "job {0}: the body of its refusal was not kept: {1}",
                    call.row().id(),
                    e.getMessage());
            return Optional.empty();
        }
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
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static String by(int attempt) {
        return Settled.DIRECT + attempt;
    }

    private static String model(JobRow row) {
        return row.particulars().map(JobRow.Particulars::model).orElse("unknown");
    }
}
