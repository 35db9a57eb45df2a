package dev.offpeak.workers.lines;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchState.Tally;
import dev.offpeak.core.deadline.NextTry;
import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobEvent;
import dev.offpeak.core.job.JobState.Express;
import dev.offpeak.core.job.JobState.Reason;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.job.JobState.Staged;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.job.JobStore.Change;
import dev.offpeak.core.pricing.Cost;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.segment.LineSet;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.workers.express.ExpressLane;
import dev.offpeak.workers.express.ExpressMessages;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Carries out the verdicts on up to a thousand lines of one batch. May be run again for the same chunk, and counts
/// what it did before just as if it had done it now.
///
/// Every line that is not answered gets a place in the chunk's retry segment, wherever it goes: so a run that is
/// repeated when the deadline has come nearer still finds the lines which the first one had put there.
public final class SettleChunk {
    private static final Reason TOO_LATE =
            new Reason("deadline", "there was no time left for another try before its deadline");

    private final Providers providers;
    private final JobStore jobs;
    private final RetrySegment retries;
    private final ExpressLane express;
    private final ExpressMessages messages = new ExpressMessages();

    public SettleChunk(
            Providers providers, JobStore jobs, SegmentStore segments, ObjectStore objects, ExpressLane express) {
        this.providers = providers;
        this.jobs = jobs;
        this.retries = new RetrySegment(segments, objects);
        this.express = express;
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
        var laid = retries.lay(batch, chunk, again, roster);
        // an untried line keeps its attempt, so only the segment tells that an earlier run gave it to another batch
        var committed = again.stream().anyMatch(Verdict.Again::isUntried) ? retries.committed(laid) : LineSet.none();
        var changes = new ArrayList<Change>(verdicts.size());
        int line = 0;
        for (var verdict : verdicts) {
            var place = new Place(laid, line, committed.contains(line));
            changes.add(new Change(verdict.id().job(), event(batch, verdict, place, roster, now)));
            line += verdict instanceof Verdict.Again ? 1 : 0;
        }
        var outcomes = new ChunkOutcomes(batch, roster, this::cost, now);
        var writes = jobs.apply(changes);
        line = 0;
        for (int i = 0; i < verdicts.size(); i++) {
            outcomes.add(
                    verdicts.get(i), changes.get(i), writes.get(i), new Place(laid, line, committed.contains(line)));
            line += verdicts.get(i) instanceof Verdict.Again ? 1 : 0;
        }
        retries.commit(batch, laid, outcomes.restaged(), roster, now);
        send(batch, laid, outcomes.direct(), roster, now);
        return new Settlement(outcomes.tally(), outcomes.ledger());
    }

    /// Where in the retry segment a line lies that is not answered.
    ///
    /// @param committed whether an earlier run of the chunk has the segment hold it already
    record Place(RetrySegment.Laid laid, int line, boolean committed) {
        Staged staged(int attempt) {
            return new Staged(attempt, laid.id(), line);
        }
    }

    private JobEvent event(Batch batch, Verdict verdict, Place place, Roster roster, Instant now) {
        return switch (verdict) {
            case Verdict.Success(var id, var by, var model, var answer, var usage) ->
                new JobEvent.Succeed(new Settled(
                        Ending.SUCCEEDED,
                        id.attempt(),
                        by,
                        now,
                        Optional.of(answer),
                        usage,
                        cost(batch.key().provider(), model, usage, now),
                        Optional.empty()));
            case Verdict.Failure(var id, var by, var reason, var answer) ->
                fail(id, Ending.FAILED, by, reason, answer, now);
            case Verdict.Again again -> again(again, place, roster, now);
        };
    }

    private static JobEvent again(Verdict.Again again, Place place, Roster roster, Instant now) {
        var id = again.id();
        return switch (again.isUntried() && place.committed() ? NextTry.BATCH : again.way()) {
            // under the same attempt only the segment tells whether the line is still where the batch had it
            case BATCH ->
                again.isUntried()
                        ? new JobEvent.Restage(roster.segment(id), place.staged(id.attempt()))
                        : new JobEvent.Retry(
                                id.attempt(), place.staged(again.next().attempt()));
            case DIRECT -> new JobEvent.Retry(id.attempt(), new Express(id.attempt() + 1));
            case NONE -> fail(id, Ending.EXPIRED, again.by(), TOO_LATE, Optional.empty(), now);
        };
    }

    private static JobEvent fail(
            CustomId id, Ending ending, String by, Reason reason, Optional<Answer> answer, Instant now) {
        return new JobEvent.Fail(
                new Settled(ending, id.attempt(), by, now, answer, Usage.NONE, Optional.empty(), Optional.of(reason)));
    }

    private Optional<Cost> cost(ProviderId provider, String model, Usage usage, Instant at) {
        return providers.get(provider).prices().cost(model, at, usage);
    }

    /// Row first, message second; a message for a job that has moved on since does nothing.
    private void send(Batch batch, RetrySegment.Laid laid, List<Verdict.Again> direct, Roster roster, Instant now)
            throws IOException {
        if (direct.isEmpty()) {
            return;
        }
        var provider = providers.get(batch.key().provider());
        var envelopes = new ArrayList<Envelope>(direct.size());
        for (var again : direct) {
            var line = laid.text(again.id());
            var tenant = roster.tenant(again.id())
                    .orElseThrow(() -> new IOException("job " + again.id().job() + " is no tenant's of its bundle"));
            var body = provider.dialect().bodyOf(line, 0, line.length - 1);
            envelopes.add(messages.of(batch.key(), again.id().job(), tenant, body, now));
        }
        if (!express.paced(provider.callsPerMinute()).send(envelopes)) {
            throw new IOException("batch " + batch.id() + ": not every job reached the express queue");
        }
    }
}
