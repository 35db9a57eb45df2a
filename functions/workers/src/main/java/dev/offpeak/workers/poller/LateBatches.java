package dev.offpeak.workers.poller;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.deadline.Lateness;
import dev.offpeak.core.deadline.Lateness.Due;
import dev.offpeak.core.deadline.Urgency.Jobs;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.workers.late.HurryJobs;
import dev.offpeak.workers.lines.Manifests;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Sees to batches that endanger a deadline.
public final class LateBatches {
    private static final Logger LOG = System.getLogger(LateBatches.class.getName());

    private final Providers providers;
    private final BatchStore batches;
    private final ObjectStore objects;
    private final HurryJobs hurry;
    private final InstantSource clock;

    public LateBatches(
            Providers providers, BatchStore batches, ObjectStore objects, HurryJobs hurry, InstantSource clock) {
        this.providers = providers;
        this.batches = batches;
        this.objects = objects;
        this.hurry = hurry;
        this.clock = clock;
    }

    /// Whether the provider had better stop: what it does from now on comes too late, or is for nobody.
    boolean isUseless(Batch batch) {
        return batch.urgency().isOvertaken() || lateness(batch).isHopeless(due(batch), clock.instant());
    }

    /// Whether its jobs have to be taken from it, although it may still answer them.
    boolean isToBeOvertaken(Batch batch) {
        return switch (batch.urgency().jobs()) {
            case HELD -> lateness(batch).isOvertaken(due(batch), clock.instant());
            case LEAVING -> true;
            case LEFT -> false;
        };
    }

    /// @return empty when somebody else is at it
    Optional<Batch> overtake(Batch batch) throws IOException {
        if (batch.urgency().jobs() == Jobs.HELD) {
            LOG.log(Level.WARNING, "batch {0} is late and has not ended: its jobs are taken from it", batch.id());
            return written(batch.with(Jobs.LEAVING, clock.instant()));
        }
        hurry.hurry(batch.key(), batch.id().value(), Manifests.read(objects, batch.manifest()));
        return written(batch.with(Jobs.LEFT, clock.instant()));
    }

    private Optional<Batch> written(Batch next) {
        return batches.replace(next, List.of()).isDone() ? Optional.of(next) : Optional.empty();
    }

    /// No later than the batch has to be cancelled or overtaken.
    Instant sooner(Batch batch, Instant planned) {
        var now = clock.instant();
        var due = due(batch);
        return Stream.of(lateness(batch).cancelAt(due), lateness(batch).overtakeAt(due))
                .flatMap(Optional::stream)
                .filter(moment -> moment.isAfter(now) && moment.isBefore(planned))
                .min(Instant::compareTo)
                .orElse(planned);
    }

    private Lateness lateness(Batch batch) {
        return new Lateness(providers.get(batch.key().provider()).callsPerMinute());
    }

    private static Due due(Batch batch) {
        return new Due(batch.key().onLate(), batch.urgency().earliest(), batch.createdAt(), batch.lines());
    }
}
