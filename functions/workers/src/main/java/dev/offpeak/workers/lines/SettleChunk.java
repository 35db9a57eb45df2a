package dev.offpeak.workers.lines;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchState.Tally;
import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobEvent;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.job.JobState.Staged;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.job.JobStore.Change;
import dev.offpeak.core.pricing.Cost;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.pricing.LedgerLine.Amounts;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.routing.Lane;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.core.store.Write;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Carries out the verdicts on up to a thousand lines of one batch. May be run again for the same chunk, and counts
/// what it did before just as if it had done it now.
public final class SettleChunk {
    private static final Logger LOG = System.getLogger(SettleChunk.class.getName());

    /// Lines nobody's proof fits would be a fault of ours; their money is still counted.
    private static final TenantId UNKNOWN = new TenantId("unknown");

    private final Providers providers;
    private final JobStore jobs;
    private final RetrySegment retries;

    public SettleChunk(Providers providers, JobStore jobs, SegmentStore segments, ObjectStore objects) {
        this.providers = providers;
        this.jobs = jobs;
        this.retries = new RetrySegment(segments, objects);
    }

    /// @param ledger what the chunk adds to the ledger, one line per account
    public record Settlement(Tally tally, List<LedgerLine> ledger) {}

    /// @param chunk names the chunk within its batch, the same every time it is tried
    /// @throws IOException when something was not written; nothing is lost by running the chunk again
    public Settlement settle(Batch batch, String chunk, List<Verdict> verdicts, Roster roster, Instant now)
            throws IOException {
        var again = verdicts.stream()
                .filter(Verdict.Again.class::isInstance)
                .map(Verdict.Again.class::cast)
                .toList();
        var segment = retries.lay(batch, chunk, again, roster);
        var changes = new ArrayList<Change>(verdicts.size());
        int line = 0;
        for (var verdict : verdicts) {
            changes.add(new Change(verdict.id().job(), event(batch, verdict, segment.id(), line, now)));
            line += verdict instanceof Verdict.Again ? 1 : 0;
        }
        var count = new Counting(batch, roster, now);
        var writes = jobs.apply(changes);
        line = 0;
        for (int i = 0; i < verdicts.size(); i++) {
            count.add(verdicts.get(i), changes.get(i), writes.get(i), segment.id(), line);
            line += verdicts.get(i) instanceof Verdict.Again ? 1 : 0;
        }
        retries.commit(batch, segment, count.live, roster, now);
        return new Settlement(count.tally(), count.ledger());
    }

    private JobEvent event(Batch batch, Verdict verdict, SegmentId segment, int line, Instant now) {
        return switch (verdict) {
            case Verdict.Success(var id, var by, var model, var answer, var usage) ->
                new JobEvent.Succeed(new Settled(
                        Ending.SUCCEEDED,
                        id.attempt(),
                        by,
                        now,
                        Optional.of(answer),
                        usage,
                        cost(batch.key().provider(), model, usage, now).orElse(Cost.NONE),
                        Optional.empty()));
            case Verdict.Failure(var id, var by, var reason) ->
                new JobEvent.Fail(new Settled(
                        Ending.FAILED,
                        id.attempt(),
                        by,
                        now,
                        Optional.empty(),
                        Usage.NONE,
                        Cost.NONE,
                        Optional.of(reason)));
            case Verdict.Again(var id, var next) ->
                new JobEvent.Retry(id.attempt(), new Staged(next.attempt(), segment, line));
        };
    }

    private Optional<Cost> cost(ProviderId provider, String model, Usage usage, Instant at) {
        return providers.get(provider).prices().price(model, at).map(price -> price.cost(usage));
    }

    /// Sums up what became of a chunk's lines.
    private final class Counting {
        private final Batch batch;
        private final Roster roster;
        private final Instant now;
        private final Map<LedgerLine.Account, Amounts> accounts = new LinkedHashMap<>();
        private final BitSet live = new BitSet();
        private int succeeded;
        private int failed;
        private int unused;

        Counting(Batch batch, Roster roster, Instant now) {
            this.batch = batch;
            this.roster = roster;
            this.now = now;
        }

        void add(Verdict verdict, Change change, Write<JobRow> write, SegmentId segment, int line) throws IOException {
            if (write instanceof Write.NotDone<JobRow>(var why)) {
                throw new IOException("job " + verdict.id().job() + " was not settled: " + why);
            }
            var current =
                    write instanceof Write.Lost<JobRow>(var row) ? row.map(JobRow::state) : Optional.<JobState>empty();
            boolean ours = write.isDone()
                    || current.filter(state -> isOurs(state, verdict, segment, line))
                            .isPresent();
            switch (verdict) {
                case Verdict.Success success
                when ours -> {
                    succeeded++;
                    enter(success);
                }
                case Verdict.Failure failure
                when ours -> {
                    failed++;
                    enter(failure.id(), model(), Amounts.ONE_FAILED);
                }
                case Verdict.Again retry when ours -> live.set(line);
                case Verdict.Success success -> {
                    unused++;
                    warnOfSpend(success, current);
                }
                default -> unused++;
            }
        }

        /// An answer that was paid for and is of no use is never silent; the same row told twice was paid for once.
        private void warnOfSpend(Verdict.Success success, Optional<JobState> current) {
            var settled = current.filter(Settled.class::isInstance).map(Settled.class::cast);
            if (settled.filter(
                            end -> end.ending() == Ending.SUCCEEDED && end.by().startsWith(batch.id() + "#"))
                    .isEmpty()) {
                var what =
                        settled.filter(end -> end.ending() == Ending.CANCELED).isPresent()
                                ? "canceled_spend"
                                : "duplicate_spend";
                LOG.log(Level.WARNING, "job {0}: {1} in {2}", success.id().job(), what, success.by());
            }
        }

        private static boolean isOurs(JobState state, Verdict verdict, SegmentId segment, int line) {
            return switch (verdict) {
                case Verdict.Success success ->
                    state instanceof Settled settled && settled.by().equals(success.by());
                case Verdict.Failure failure ->
                    state instanceof Settled settled && settled.by().equals(failure.by());
                case Verdict.Again again ->
                    state instanceof Staged staged && staged.segment().equals(segment) && staged.line() == line;
            };
        }

        private void enter(Verdict.Success success) {
            var usage = success.usage();
            var cost = cost(batch.key().provider(), success.model(), usage, now);
            enter(
                    success.id(),
                    success.model(),
                    new Amounts(
                            1, 0, cost.isPresent() ? 0 : 1, usage.prompt(), usage.output(), cost.orElse(Cost.NONE)));
        }

        private void enter(CustomId id, String model, Amounts amounts) {
            var tenant = roster.tenant(id).orElse(UNKNOWN);
            var account = new LedgerLine.Account(
                    tenant,
                    now.atOffset(ZoneOffset.UTC).toLocalDate(),
                    Lane.BATCH,
                    batch.key().provider(),
                    model);
            accounts.merge(account, amounts, Amounts::plus);
        }

        private String model() {
            return batch.key().affinity().isEmpty() ? "unknown" : batch.key().affinity();
        }

        Tally tally() {
            return new Tally(succeeded, failed, live.cardinality(), unused);
        }

        List<LedgerLine> ledger() {
            return accounts.entrySet().stream()
                    .map(entry -> new LedgerLine(entry.getKey(), entry.getValue()))
                    .toList();
        }
    }
}
