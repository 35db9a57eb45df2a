package dev.offpeak.workers.poller;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchEvent;
import dev.offpeak.core.batch.BatchState;
import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.provider.BatchApi;
import dev.offpeak.core.provider.BatchApi.LookupOutcome;
import dev.offpeak.core.provider.BatchApi.ResultFile;
import dev.offpeak.core.provider.BatchView;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.workers.accounts.AccountBooks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One run of the poller: looks at every batch that is due and takes it as far as it goes.
public final class FollowBatches {
    private static final Logger LOG = System.getLogger(FollowBatches.class.getName());

    /// Never started with less time left: copying a file or settling a chunk takes a while.
    private static final Duration RESERVE = Duration.ofSeconds(20);

    /// The longest one invocation can be at a download, and a minute.
    private static final Duration LONGEST_COPY = Duration.ofMinutes(6);

    private final Providers providers;
    private final BatchStore batches;
    private final ObjectStore objects;
    private final ImportResults imports;
    private final AccountBooks accounts;
    private final PollSchedule schedule;
    private final InstantSource clock;

    public FollowBatches(Providers providers, BatchStore batches, ObjectStore objects, Steps steps, Timing timing) {
        this.providers = providers;
        this.batches = batches;
        this.objects = objects;
        this.imports = steps.imports();
        this.accounts = steps.accounts();
        this.schedule = timing.schedule();
        this.clock = timing.clock();
    }

    /// What is done with batches that have ended.
    public record Steps(ImportResults imports, AccountBooks accounts) {}

    /// When to look, by whose clock.
    public record Timing(PollSchedule schedule, InstantSource clock) {}

    /// @return how many batches were looked at
    public int run(Instant until) {
        int looked = 0;
        for (var batch : batches.due(clock.instant(), 1_000)) {
            if (!hasTime(until)) {
                break;
            }
            looked++;
            try {
                follow(batch, until);
            } catch (IOException | UncheckedIOException e) {
                LOG.log(Level.WARNING, "batch {0}: {1}; it is looked at again", batch.id(), e.getMessage());
            } catch (RuntimeException e) {
                // a fault of ours with one batch must not hold up all the others
                LOG.log(Level.ERROR, "batch " + batch.id() + " cannot be followed", e);
            }
        }
        return looked;
    }

    /// Step after step, until one has to wait or loses to another poller.
    private void follow(Batch batch, Instant until) throws IOException {
        var current = Optional.of(batch);
        while (current.isPresent() && hasTime(until)) {
            var now = current.get();
            current = switch (now.state()) {
                case BatchState.Active active -> look(now);
                case BatchState.Canceling canceling -> look(now);
                case BatchState.Missing missing -> look(now);
                case BatchState.Ended ended -> copy(now, ended);
                case BatchState.Copied copied -> imports.advance(now, copied, until.minus(RESERVE));
                case BatchState.Imported imported -> Optional.empty();
            };
        }
    }

    private Optional<Batch> look(Batch batch) throws IOException {
        return switch (api(batch).find(batch.id())) {
            case LookupOutcome.Found(var view) -> see(batch, view);
            case LookupOutcome.NotFound(var failure) -> waitFor(batch, batch.counts(), "is not found (yet)");
            case LookupOutcome.Unavailable(var failure) ->
                waitFor(batch, batch.counts(), "cannot be looked up: " + failure.status() + " " + failure.code());
        };
    }

    private Optional<Batch> see(Batch batch, BatchView view) throws IOException {
        accounts.seen(batch, view.status());
        return switch (view.status()) {
            case BatchView.Status.Running running -> waitFor(batch, view.counts(), running.raw());
            case BatchView.Status.Canceling canceling -> waitFor(batch, view.counts(), "is being cancelled");
            case BatchView.Status.Unknown(var raw) -> {
                LOG.log(Level.WARNING, "batch {0} has a status not known here: {1}", batch.id(), raw);
                yield waitFor(batch, view.counts(), raw);
            }
            case BatchView.Status.Ended(var raw, var files) -> {
                LOG.log(Level.INFO, "batch {0} has ended as {1}", batch.id(), raw);
                var refs = files.stream().map(ResultFile::ref).toList();
                yield Moves.move(batches, batch, new BatchEvent.End(refs), view.counts(), clock.instant());
            }
            case BatchView.Status.Invalid(var problems) -> {
                problems.forEach(problem -> LOG.log(
                        Level.WARNING,
                        "batch {0} is invalid: {1} in line {2}",
                        batch.id(),
                        problem.code(),
                        problem.line().map(Object::toString).orElse("none")));
                Problems.keep(objects, batch, problems);
                yield Moves.move(batches, batch, new BatchEvent.End(List.of()), view.counts(), clock.instant());
            }
        };
    }

    private Optional<Batch> waitFor(Batch batch, BatchView.Counts counts, String why) {
        LOG.log(Level.DEBUG, "batch {0} {1}", batch.id(), why);
        var now = clock.instant();
        var due = now.plus(schedule.wait(Duration.between(batch.createdAt(), now)));
        batches.replace(batch.with(batch.state(), counts, due), List.of());
        return Optional.empty();
    }

    /// Downloaded once and kept: two downloads of the same results may differ in order. The batch is put off first, so
    /// that no other poller starts the same download and one that never ends does not stand before all others.
    private Optional<Batch> copy(Batch seen, BatchState.Ended ended) throws IOException {
        var batch = seen.with(ended, clock.instant().plus(LONGEST_COPY));
        if (!batches.replace(batch, List.of()).isDone()) {
            return Optional.empty();
        }
        var api = api(batch);
        var copies = new ArrayList<String>();
        for (var ref : ended.files()) {
            var object = "results/" + batch.id() + "/" + copies.size() + ".jsonl";
            if (objects.size(object).isEmpty()) {
                try (var rows = api.openResults(new ResultFile(ref))) {
                    objects.copy(object, rows);
                }
            }
            copies.add(object);
        }
        return Moves.move(batches, batch, new BatchEvent.Copy(copies), batch.counts(), clock.instant());
    }

    private BatchApi api(Batch batch) {
        return providers.get(batch.key().provider()).account(batch.account()).batches();
    }

    private boolean hasTime(Instant until) {
        return clock.instant().plus(RESERVE).isBefore(until);
    }
}
