package dev.offpeak.workers.poller;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchEvent;
import dev.offpeak.core.batch.BatchState;
import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.provider.BatchApi;
import dev.offpeak.core.provider.BatchApi.SightingsOutcome;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Sees to batches that their provider created and now answers 404 for. That happens for minutes after a create; what
/// lasts longer is settled by the provider's list.
public final class MissingBatches {
    private static final Logger LOG = System.getLogger(MissingBatches.class.getName());

    /// How long a 404 is put down to the provider being behind with itself.
    static final Duration PATIENCE = Duration.ofHours(1);

    /// A batch may have been found up to this long after it was created.
    private static final Duration FOUND_LATE = Duration.ofHours(2);

    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private final BatchStore batches;
    private final LateBatches late;
    private final InstantSource clock;

    public MissingBatches(BatchStore batches, LateBatches late, InstantSource clock) {
        this.batches = batches;
        this.late = late;
        this.clock = clock;
    }

    /// @return the batch when there is more to do with it now
    Optional<Batch> see(BatchApi api, Batch batch) throws IOException {
        if (late.isToBeOvertaken(batch)) {
            return late.overtake(batch);
        }
        var now = clock.instant();
        if (!(batch.state() instanceof BatchState.Missing(var since))) {
            LOG.log(Level.WARNING, "batch {0} is not found", batch.id());
            Moves.move(batches, batch, new BatchEvent.Lose(now), batch.counts(), soon(batch));
            return Optional.empty();
        }
        return now.isBefore(since.plus(PATIENCE)) ? again(batch) : lookUp(api, batch);
    }

    private Optional<Batch> lookUp(BatchApi api, Batch batch) {
        return switch (api.createdSince(batch.createdAt().minus(FOUND_LATE))) {
            case SightingsOutcome.Unavailable unavailable -> again(batch);
            case SightingsOutcome.Seen(var sightings)
            when sightings.stream().anyMatch(sighting -> sighting.batch().id().equals(batch.id())) -> again(batch);
            case SightingsOutcome.Seen seen -> {
                // what it may have cost cannot be found out any more
                LOG.log(Level.ERROR, "batch {0} is gone; possible_duplicate_spend: its lines go again", batch.id());
                yield Moves.move(batches, batch, new BatchEvent.End(List.of()), batch.counts(), clock.instant());
            }
        };
    }

    private Optional<Batch> again(Batch batch) {
        batches.replace(batch.with(batch.state(), soon(batch)), List.of());
        return Optional.empty();
    }

    private Instant soon(Batch batch) {
        return late.sooner(batch, clock.instant().plus(LOOK_AGAIN));
    }
}
