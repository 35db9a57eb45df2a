package dev.offpeak.simulator.batch;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One batch on its way: where it stands follows from the clock, whether it was cancelled, and finished work.
public final class BatchRun {
    private final String id;
    private final Schedule schedule;
    private final BatchFaults faults;
    private final BatchWork work;
    private @Nullable Inspection inspection;
    private @Nullable Instant cancelRequestedAt;
    private boolean settling;
    private @Nullable Tally tally;

    BatchRun(BatchBirth birth, Schedule schedule, BatchPast past) {
        this.id = birth.id();
        this.schedule = schedule;
        this.faults = birth.faults();
        this.work = birth.work();
        this.inspection = past.inspection().orElse(null);
        this.cancelRequestedAt = past.cancelledAt().orElse(null);
        this.tally = past.tally().orElse(null);
        this.settling = tally != null;
    }

    public String id() {
        return id;
    }

    public BatchFaults faults() {
        return faults;
    }

    public Instant createdAt() {
        return schedule.createdAt();
    }

    public Instant expiresAt() {
        return schedule.expiresAt();
    }

    public synchronized Optional<Instant> cancelRequestedAt() {
        return Optional.ofNullable(cancelRequestedAt);
    }

    public synchronized Phase phase(Instant now) {
        return switch (inspection) {
            case null -> new Phase.Validating();
            case Inspection ignored when now.isBefore(schedule.validatedAt()) -> new Phase.Validating();
            case Inspection.Rejected rejected -> new Phase.Rejected(schedule.validatedAt(), rejected.problems());
            case Inspection.Accepted accepted -> accepted(accepted, now);
        };
    }

    private Phase accepted(Inspection.Accepted accepted, Instant now) {
        Instant since = schedule.validatedAt();
        Optional<Ending> ending = ending(accepted);
        if (tally != null && ending.isPresent() && !ending.get().at().isAfter(now)) {
            return new Phase.Ended(since, ending.get(), accepted, tally);
        }
        if (cancelRequestedAt != null) {
            return new Phase.Cancelling(since, cancelRequestedAt, accepted, finished(accepted, cancelRequestedAt));
        }
        boolean completes = ending.isPresent() && ending.get() instanceof Ending.Completed;
        return completes && !now.isBefore(schedule.finalizingAt())
                ? new Phase.Finalizing(since, schedule.finalizingAt(), accepted)
                : new Phase.Running(since, accepted, finished(accepted, now));
    }

    /// False when the batch is over or ends anyway.
    synchronized boolean cancel(Instant now) {
        boolean over = inspection instanceof Inspection.Rejected && !now.isBefore(schedule.validatedAt());
        if (over || settling || due(now).isPresent()) {
            return false;
        }
        if (cancelRequestedAt == null) {
            cancelRequestedAt = now;
        }
        return true;
    }

    synchronized void inspected(Inspection result) {
        inspection = result;
    }

    synchronized void settled(Tally result) {
        tally = result;
    }

    /// Whether the results are due by now and not being written yet; answers so once.
    synchronized Optional<Settlement> claim(Instant now) {
        if (settling) {
            return Optional.empty();
        }
        Optional<Settlement> settlement = due(now).map(this::settlement);
        settling = settlement.isPresent();
        return settlement;
    }

    /// Whether work is outstanding that the clock already calls for.
    synchronized boolean behind(Instant now) {
        return inspection == null || (tally == null && due(now).isPresent());
    }

    BatchWork work() {
        return work;
    }

    private Optional<Ending> due(Instant now) {
        return inspection instanceof Inspection.Accepted accepted
                ? ending(accepted).filter(ending -> !ending.at().isAfter(now))
                : Optional.empty();
    }

    private Optional<Ending> ending(Inspection.Accepted accepted) {
        if (cancelRequestedAt != null) {
            return Optional.of(new Ending.Cancelled(cancelRequestedAt, cancelRequestedAt.plus(schedule.cancelDelay())));
        }
        if (faults.stuck()) {
            return Optional.empty();
        }
        boolean tooSlow = accepted.endless() > 0 || schedule.endAt().isAfter(schedule.expiresAt());
        return Optional.of(
                tooSlow
                        ? new Ending.Expired(schedule.expiresAt())
                        : new Ending.Completed(schedule.finalizingAt(), schedule.endAt()));
    }

    private Settlement settlement(Ending ending) {
        Inspection.Accepted accepted = (Inspection.Accepted) Objects.requireNonNull(inspection);
        RowCut cut = switch (ending) {
            case Ending.Completed ignored -> new RowCut(accepted.rows(), accepted.rows(), false, id);
            case Ending.Expired(Instant at) ->
                new RowCut(accepted.rows(), schedule.finished(accepted.rows(), at), false, id);
            case Ending.Cancelled(Instant requestedAt, Instant ignored) -> {
                int finished = finished(accepted, requestedAt);
                yield new RowCut(accepted.rows(), finished, finished > 0 && finished < accepted.rows(), id);
            }
        };
        return new Settlement(ending, cut);
    }

    private int finished(Inspection.Accepted accepted, Instant now) {
        int most = faults.stuck() ? accepted.rows() / 2 : accepted.rows() - accepted.endless();
        return Math.min(schedule.finished(accepted.rows(), now), most);
    }

    record Settlement(Ending ending, RowCut cut) {}
}
