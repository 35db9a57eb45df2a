package dev.offpeak.workers.lines;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchState.Tally;
import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobEvent;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobState.Express;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.job.JobState.Staged;
import dev.offpeak.core.job.JobStore.Change;
import dev.offpeak.core.pricing.Cost;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.pricing.LedgerLine.Amounts;
import dev.offpeak.core.pricing.LedgerLine.Unused;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.routing.Lane;
import dev.offpeak.core.store.Write;
import dev.offpeak.workers.lines.SettleChunk.Place;
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

/// Sums up what became of a chunk's lines, from what was written now or by an earlier run of the same chunk.
final class ChunkOutcomes {
    private static final Logger LOG = System.getLogger(ChunkOutcomes.class.getName());

    /// Lines nobody's proof fits would be a fault of ours; their money is still counted.
    private static final TenantId UNKNOWN = new TenantId("unknown");

    interface Pricing {
        Optional<Cost> cost(ProviderId provider, String model, Usage usage, Instant at);
    }

    private final Batch batch;
    private final Roster roster;
    private final Pricing pricing;
    private final Instant now;
    private final Map<LedgerLine.Account, Amounts> accounts = new LinkedHashMap<>();
    private final BitSet restaged = new BitSet();
    private final List<Verdict.Again> direct = new ArrayList<>();
    private int succeeded;
    private int failed;
    private int unused;

    ChunkOutcomes(Batch batch, Roster roster, Pricing pricing, Instant now) {
        this.batch = batch;
        this.roster = roster;
        this.pricing = pricing;
        this.now = now;
    }

    /// @throws IOException when it is not known what became of the line
    void add(Verdict verdict, Change change, Write<JobRow> write, Place place) throws IOException {
        var state = switch (write) {
            case Write.Done<JobRow> done -> Optional.of(next(change.event()));
            case Write.Lost<JobRow>(var row) -> row.map(JobRow::state);
            case Write.NotDone<JobRow>(var why) ->
                throw new IOException("job " + verdict.id().job() + " was not settled: " + why);
        };
        switch (verdict) {
            case Verdict.Success success -> addSuccess(success, state);
            case Verdict.Failure failure -> addFailure(failure.id(), failure.by(), state);
            case Verdict.Again again -> addAgain(again, state, place);
        }
    }

    private static JobState next(JobEvent event) {
        return switch (event) {
            case JobEvent.Succeed(var settled) -> settled;
            case JobEvent.Fail(var settled) -> settled;
            case JobEvent.End(var settled) -> settled;
            case JobEvent.Retry(var attempt, var next) -> next;
            case JobEvent.Restage(var from, var to) -> to;
            case JobEvent.Intend(var attempt, var intent) -> new Express(attempt, Optional.of(intent));
            case JobEvent.Free(var intent, var next) -> next;
            case JobEvent.Forget forget -> throw new IllegalStateException("no verdict deletes an answer");
            case JobEvent.Enter enter -> throw new IllegalStateException("no verdict enters a call");
        };
    }

    private void addSuccess(Verdict.Success success, Optional<JobState> state) {
        if (isBy(state, success.by())) {
            succeeded++;
            enter(success.id(), success.model(), paid(success));
        } else {
            unused++;
            meter(success, state);
        }
    }

    private void addFailure(CustomId id, String by, Optional<JobState> state) {
        if (isBy(state, by)) {
            failed++;
            enter(id, model(), Amounts.ONE_FAILED);
        } else {
            unused++;
        }
    }

    private void addAgain(Verdict.Again again, Optional<JobState> state, Place place) {
        if (state.filter(found -> found instanceof Staged staged
                        && staged.segment().equals(place.laid().id())
                        && staged.line() == place.line())
                .isPresent()) {
            restaged.set(place.line());
        } else if (state.filter(found -> found instanceof Express express
                        && express.attempt() == again.id().attempt() + 1)
                .isPresent()) {
            direct.add(again);
        } else {
            addFailure(again.id(), again.by(), state);
        }
    }

    private static boolean isBy(Optional<JobState> state, String by) {
        return state.filter(found ->
                        found instanceof Settled settled && settled.by().equals(by))
                .isPresent();
    }

    /// An answer that was paid for and is of no use is never silent; the same row told twice was paid for once.
    private void meter(Verdict.Success success, Optional<JobState> state) {
        var settled = state.filter(Settled.class::isInstance).map(Settled.class::cast);
        boolean answered =
                settled.filter(end -> end.ending() == Ending.SUCCEEDED).isPresent();
        if (answered && settled.get().by().startsWith(batch.id() + "#")) {
            return;
        }
        var cost = pricing.cost(batch.key().provider(), success.model(), success.usage(), now)
                .orElse(Cost.NONE)
                .paid();
        LOG.log(
                Level.WARNING,
                "job {0}: {1} in {2}",
                success.id().job(),
                answered ? "duplicate_spend" : "canceled_spend",
                success.by());
        enter(success.id(), success.model(), Amounts.of(answered ? Unused.duplicate(cost) : Unused.canceled(cost)));
    }

    private Amounts paid(Verdict.Success success) {
        var usage = success.usage();
        var cost = pricing.cost(batch.key().provider(), success.model(), usage, now);
        return new Amounts(1, 0, cost.isPresent() ? 0 : 1, usage.prompt(), usage.output(), cost.orElse(Cost.NONE));
    }

    private void enter(CustomId id, String model, Amounts amounts) {
        var account = new LedgerLine.Account(
                roster.tenant(id).orElse(UNKNOWN),
                now.atOffset(ZoneOffset.UTC).toLocalDate(),
                Lane.BATCH,
                batch.key().provider(),
                model);
        accounts.merge(account, amounts, Amounts::plus);
    }

    private String model() {
        return batch.key().affinity().isEmpty() ? "unknown" : batch.key().affinity();
    }

    /// The lines whose jobs name the chunk's retry segment now.
    BitSet restaged() {
        return restaged;
    }

    /// Those whose jobs wait for a direct call now.
    List<Verdict.Again> direct() {
        return List.copyOf(direct);
    }

    Tally tally() {
        return new Tally(succeeded, failed, restaged.cardinality() + direct.size(), unused);
    }

    List<LedgerLine> ledger() {
        return accounts.entrySet().stream()
                .map(entry -> new LedgerLine(entry.getKey(), entry.getValue()))
                .toList();
    }
}
