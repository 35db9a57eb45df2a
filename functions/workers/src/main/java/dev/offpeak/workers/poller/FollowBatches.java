package dev.offpeak.workers.poller;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchEvent;
import dev.offpeak.core.batch.BatchState;
import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.deadline.Urgency.Jobs;
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
    private final Steps steps;
    private final PollSchedule schedule;
    private final InstantSource clock;

    public FollowBatches(Providers providers, BatchStore batches, ObjectStore objects, Steps steps, Timing timing) {
        this.providers = providers;
        this.batches = batches;
        this.objects = objects;
        this.steps = steps;
        this.schedule = timing.schedule();
        this.clock = timing.clock();
    }

    /// What is done with batches that have ended, are late, cannot be found or have no one, and whom that concerns.
    public record Steps(
            ImportResults imports,
            LateBatches late,
            MissingBatches missing,
            SweepOrphans sweep,
            AccountBooks accounts) {}

    /// When to look, by whose clock.
    public record Timing(PollSchedule schedule, InstantSource clock) {}

    /// @return how many batches were looked at
    public int run(Instant until) {
        sweep();
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

    private void sweep() {
        try {
            steps.sweep().run();
        } catch (RuntimeException e) {
            // what is followed already comes first
            LOG.log(Level.ERROR, "orphans cannot be looked for", e);
        }
    }

    /// Step after step, until one has to wait or loses to another poller.
    private void follow(Batch batch, Instant until) throws IOException {
        var current = Optional.of(batch);
        while (current.isPresent() && hasTime(until)) {
            var now = current.get();
            current = switch (now.state()) {
                case BatchState.Active active -> isReachable(now) ? look(now) : unreachable(now);
                case BatchState.Canceling canceling -> isReachable(now) ? look(now) : unreachable(now);
                case BatchState.Missing missing -> isReachable(now) ? look(now) : unreachable(now);
                case BatchState.Ended ended -> isReachable(now) ? copy(now, ended) : unreachable(now);
                case BatchState.Copied copied -> steps.imports().advance(now, copied, until.minus(RESERVE));
                case BatchState.Imported imported -> Optional.empty();
            };
        }
    }

    private boolean isReachable(Batch batch) {
        return providers.get(batch.key().provider()).find(batch.account()).isPresent();
    }

    /// Its account was taken out of the settings too early. Put back in time, nothing is lost; else its jobs go another
    /// way, but for those that would rather wait. What it would still have brought is not fetched.
    private Optional<Batch> unreachable(Batch batch) throws IOException {
        LOG.log(
                Level.ERROR,
                "batch {0} belongs to account {1}, which is not configured any more",
                batch.id(),
                batch.account());
        if (batch.urgency().jobs() != Jobs.LEFT) {
            return waitFor(batch, batch.counts(), "cannot be reached");
        }
        var end = batch.state() instanceof BatchState.Ended
                ? new BatchEvent.Copy(List.of())
                : new BatchEvent.End(List.of());
        return Moves.move(batches, batch, end, batch.counts(), clock.instant());
    }

    private Optional<Batch> look(Batch batch) throws IOException {
        return switch (api(batch).find(batch.id())) {
            case LookupOutcome.Found(var view) -> see(batch, view);
            case LookupOutcome.NotFound(var failure) -> steps.missing().see(api(batch), batch);
            case LookupOutcome.Unavailable(var failure) ->
                waitFor(batch, batch.counts(), "cannot be looked up: " + failure.status() + " " + failure.code());
        };
    }

    private Optional<Batch> see(Batch batch, BatchView view) throws IOException {
        steps.accounts().seen(batch, view.status());
        return switch (view.status()) {
            case BatchView.Status.Running running -> seeRunning(batch, view, running.raw());
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

    private Optional<Batch> seeRunning(Batch batch, BatchView view, String raw) throws IOException {
        if (batch.state() instanceof BatchState.Missing) {
            LOG.log(Level.INFO, "batch {0} is there again", batch.id());
            return Moves.move(batches, batch, new BatchEvent.Find(), view.counts(), clock.instant());
        }
        if (batch.state() instanceof BatchState.Active && steps.late().isUseless(batch)) {
            return cancel(batch);
        }
        return waitFor(batch, view.counts(), raw);
    }

    /// What it has finished by the time it is cancelled is kept and paid; only the rest is done another way.
    private Optional<Batch> cancel(Batch batch) throws IOException {
        LOG.log(Level.WARNING, "batch {0} would be late: it is cancelled", batch.id());
        return switch (api(batch).cancel(batch.id())) {
            case LookupOutcome.Found(var view)
            when view.status() instanceof BatchView.Status.Running
                    || view.status() instanceof BatchView.Status.Canceling ->
                Moves.move(batches, batch, new BatchEvent.Cancel(), view.counts(), soon(batch));
            case LookupOutcome.Found(var view) -> see(batch, view);
            case LookupOutcome.NotFound(var failure) -> steps.missing().see(api(batch), batch);
            case LookupOutcome.Unavailable(var failure) ->
                waitFor(batch, batch.counts(), "cannot be cancelled: " + failure.status() + " " + failure.code());
        };
    }

    /// Until the schedule says so or its lateness does, unless it is too late already.
    private Optional<Batch> waitFor(Batch batch, BatchView.Counts counts, String why) throws IOException {
        LOG.log(Level.DEBUG, "batch {0} {1}", batch.id(), why);
        if (steps.late().isToBeOvertaken(batch)) {
            return steps.late().overtake(batch);
        }
        var now = clock.instant();
        // a cancel takes minutes, and every one that passes unseen is missing at the end
        var due = batch.state() instanceof BatchState.Canceling
                ? soon(batch)
                : steps.late().sooner(batch, now.plus(schedule.wait(Duration.between(batch.createdAt(), now))));
        batches.replace(batch.with(batch.state(), counts, due), List.of());
        return Optional.empty();
    }

    /// Downloaded once and kept: two downloads of the same results may differ in order. The batch is put off first, so
    /// that no other poller starts the same download and one that never ends does not stand before all others.
    private Optional<Batch> copy(Batch seen, BatchState.Ended ended) throws IOException {
        var batch = seen.with(ended, steps.late().sooner(seen, clock.instant().plus(LONGEST_COPY)));
        if (!batches.replace(batch, List.of()).isDone()) {
            return Optional.empty();
        }
        var copies = new ArrayList<String>();
        try {
            for (var ref : ended.files()) {
                var object = "results/" + batch.id() + "/" + copies.size() + ".jsonl";
                if (objects.size(object).isEmpty()) {
                    try (var rows = api(batch).openResults(new ResultFile(ref))) {
                        objects.copy(object, rows);
                    }
                }
                copies.add(object);
            }
        } catch (IOException e) {
            if (steps.late().isToBeOvertaken(batch)) {
                return steps.late().overtake(batch);
            }
            throw e;
        }
        return Moves.move(batches, batch, new BatchEvent.Copy(copies), batch.counts(), clock.instant());
    }

    private Instant soon(Batch batch) {
        return steps.late().sooner(batch, clock.instant().plus(schedule.shortest()));
    }

    private BatchApi api(Batch batch) {
        return providers.get(batch.key().provider()).account(batch.account()).batches();
    }

    private boolean hasTime(Instant until) {
        return clock.instant().plus(RESERVE).isBefore(until);
    }
}
