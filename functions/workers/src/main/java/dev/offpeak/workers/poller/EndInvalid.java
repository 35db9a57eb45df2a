package dev.offpeak.workers.poller;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchEvent;
import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.job.JobState.Reason;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.provider.BatchView.LineProblem;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.workers.lines.Attempts;
import dev.offpeak.workers.lines.Manifests;
import dev.offpeak.workers.lines.Roster;
import dev.offpeak.workers.lines.SettleChunk;
import dev.offpeak.workers.lines.Verdict;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Ends a batch that its provider refused as a whole before any line ran: the lines it blames fail with its words,
/// the others, which did nothing wrong and cost nothing, go into another bundle.
public final class EndInvalid {
    private static final Logger LOG = System.getLogger(EndInvalid.class.getName());

    private final BatchStore batches;
    private final ObjectStore objects;
    private final SettleChunk settle;
    private final JobIds ids;
    private final InstantSource clock;

    public EndInvalid(BatchStore batches, ObjectStore objects, SettleChunk settle, JobIds ids, InstantSource clock) {
        this.batches = batches;
        this.objects = objects;
        this.settle = settle;
        this.ids = ids;
        this.clock = clock;
    }

    void end(Batch batch, List<LineProblem> problems) throws IOException {
        problems.forEach(problem -> LOG.log(
                Level.WARNING,
                "batch {0} is invalid: {1} in line {2}",
                batch.id(),
                problem.code(),
                problem.line().map(Object::toString).orElse("none")));
        var roster = Roster.read(objects, Manifests.read(objects, batch.manifest()), ids);
        var blamed = blamed(problems, roster);
        var whole =
                problems.stream().filter(problem -> problem.line().isEmpty()).findFirst();
        var verdicts = roster.order().stream()
                .map(id -> verdict(batch, id, Optional.ofNullable(blamed.get(id)), whole))
                .toList();
        var ledger = new ArrayList<LedgerLine>();
        for (int from = 0; from < verdicts.size(); from += ImportResults.CHUNK) {
            var chunk = verdicts.subList(from, Math.min(from + ImportResults.CHUNK, verdicts.size()));
            ledger.addAll(settle.settle(batch, "invalid:" + from, chunk, roster, clock.instant())
                    .ledger());
        }
        // nothing is left to download; importing nothing finds every line settled or moved on already
        Moves.move(batches, batch, new BatchEvent.End(List.of()), clock.instant(), LedgerLine.sum(ledger));
    }

    private static Map<CustomId, LineProblem> blamed(List<LineProblem> problems, Roster roster) {
        var blamed = new HashMap<CustomId, LineProblem>();
        for (var problem : problems) {
            problem.line()
                    .filter(line -> line >= 1 && line <= roster.order().size())
                    .ifPresent(line -> blamed.put(roster.order().get(line - 1), problem));
        }
        return blamed;
    }

    private static Verdict verdict(Batch batch, CustomId id, Optional<LineProblem> own, Optional<LineProblem> whole) {
        var fatal = own.or(() -> whole.filter(problem -> !problem.passing()));
        if (fatal.isPresent()) {
            return new Verdict.Failure(
                    id,
                    batch.id() + "#invalid",
                    new Reason(fatal.get().code(), fatal.get().message()));
        }
        return id.attempt() < Attempts.MOST_UNSENT
                ? new Verdict.Again(id)
                : new Verdict.Failure(
                        id, batch.id() + "#invalid", new Reason("batch_invalid", "its batches kept being refused"));
    }
}
