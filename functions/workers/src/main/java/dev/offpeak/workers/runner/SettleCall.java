package dev.offpeak.workers.runner;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobEvent;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState.Express;
import dev.offpeak.core.job.JobState.Reason;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.job.JobStore.Change;
import dev.offpeak.core.pricing.Cost;
import dev.offpeak.core.pricing.Ledger;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.pricing.LedgerLine.Amounts;
import dev.offpeak.core.pricing.LedgerLine.Unused;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.provider.SyncApi.SyncOutcome;
import dev.offpeak.core.routing.Lane;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.core.store.Write;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;

/// Writes down what a direct call came to: the job's row and the ledger in one transaction.
public final class SettleCall {
    private static final Logger LOG = System.getLogger(SettleCall.class.getName());

    /// A paid answer that cannot be written down is lost, so that is tried harder than anything else.
    private static final int TRIES = 3;

    private final JobStore jobs;
    private final ObjectStore objects;
    private final Ledger ledger;
    private final InstantSource clock;

    public SettleCall(JobStore jobs, ObjectStore objects, Ledger ledger, InstantSource clock) {
        this.jobs = jobs;
        this.objects = objects;
        this.ledger = ledger;
        this.clock = clock;
    }

    /// The call that was made.
    record Called(JobRow row, int attempt, Provider provider, Request request) {}

    /// @return whether it is written down; false lets the message come again
    boolean succeeded(Called called, SyncOutcome.Answered answer) throws IOException {
        var row = called.row();
        var usage = called.provider().dialect().readUsage(called.request().endpoint(), answer.body());
        var price = called.provider().prices().price(model(row), clock.instant());
        var cost = price.map(known -> known.cost(usage)).orElse(Cost.NONE);
        var settled = new Settled(
                Ending.SUCCEEDED,
                called.attempt(),
                by(called.attempt()),
                clock.instant(),
                Optional.of(keep(row.id(), called.attempt(), answer)),
                usage,
                cost,
                Optional.empty());
        var amounts = new Amounts(1, 0, price.isPresent() ? 0 : 1, usage.prompt(), usage.output(), cost);
        return switch (write(row, new JobEvent.Succeed(settled), amounts)) {
            case Write.Done<JobRow> done -> true;
            case Write.Lost<JobRow>(var current) -> {
                if (!isBy(current, by(called.attempt()))) {
                    meter(row, current, cost);
                }
                yield true;
            }
            case Write.NotDone<JobRow> notDone -> false;
        };
    }

    boolean failed(Called called, String code, String message) {
        return end(called.row(), called.attempt(), Ending.FAILED, new Reason(code, message), Amounts.ONE_FAILED);
    }

    boolean expired(JobRow row, int attempt) {
        var reason = new Reason("deadline", "its deadline passed before a direct call had succeeded");
        return end(row, attempt, Ending.EXPIRED, reason, Amounts.ONE_FAILED);
    }

    /// It may have been charged, and its owner does not want it made again.
    boolean inDoubt(JobRow row, int attempt, String why) {
        LOG.log(Level.WARNING, "job {0}: possible_duplicate_spend: {1}", row.id(), why);
        var reason = new Reason("in_doubt", "the answer was lost and may have been charged: " + why);
        return end(row, attempt, Ending.FAILED, reason, Amounts.ONE_FAILED.plus(Amounts.of(Unused.ONE_IN_DOUBT)));
    }

    /// It may have been charged, and is to be made again all the same.
    boolean again(JobRow row, int attempt, String why) {
        LOG.log(Level.WARNING, "job {0}: possible_duplicate_spend, called again: {1}", row.id(), why);
        return !(write(row, new JobEvent.Retry(attempt, new Express(attempt + 1)), Amounts.of(Unused.ONE_IN_DOUBT))
                instanceof Write.NotDone<JobRow>);
    }

    private boolean end(JobRow row, int attempt, Ending ending, Reason reason, Amounts amounts) {
        var settled = new Settled(
                ending,
                attempt,
                by(attempt),
                clock.instant(),
                Optional.empty(),
                Usage.NONE,
                Cost.NONE,
                Optional.of(reason));
        return !(write(row, new JobEvent.Fail(settled), amounts) instanceof Write.NotDone<JobRow>);
    }

    private Write<JobRow> write(JobRow row, JobEvent event, Amounts amounts) {
        Write<JobRow> write = new Write.NotDone<>("not tried");
        for (int tries = 0; tries < TRIES && write instanceof Write.NotDone<JobRow>; tries++) {
            write = jobs.apply(new Change(row.id(), event), line(row, amounts));
        }
        return write;
    }

    /// The answer came, and was paid for, when the job had ended already.
    private void meter(JobRow row, Optional<JobRow> current, Cost cost) {
        boolean answered = current.map(JobRow::state)
                .filter(state -> state instanceof Settled settled && settled.ending() == Ending.SUCCEEDED)
                .isPresent();
        LOG.log(
                Level.WARNING,
                "job {0}: its answer came too late; {1}",
                row.id(),
                answered ? "duplicate_spend" : "canceled_spend");
        ledger.add(line(row, Amounts.of(answered ? Unused.duplicate(cost.paid()) : Unused.canceled(cost.paid()))));
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

    /// Whether the write that lost lost to itself: it was carried out and its answer did not arrive.
    private static boolean isBy(Optional<JobRow> current, String by) {
        return current.map(JobRow::state)
                .filter(state ->
                        state instanceof Settled settled && settled.by().equals(by))
                .isPresent();
    }

    private static String by(int attempt) {
        return "express#" + attempt;
    }

    private static String model(JobRow row) {
        return row.particulars().map(JobRow.Particulars::model).orElse("unknown");
    }
}
