package dev.offpeak.gateway.batchapi;

import dev.offpeak.core.id.CallerIds;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.store.Write;
import dev.offpeak.core.surface.CallerBatch;
import dev.offpeak.core.surface.Refusal;
import dev.offpeak.gateway.batchapi.CreateBatch.Created;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;

/// Writes the row of a batch whose objects are there, sends its messages, and marks it as sent.
final class AnnounceBatch {
    private static final Logger LOG = System.getLogger(AnnounceBatch.class.getName());

    private final Shelf shelf;
    private final SendParts send;
    private final TakeBack takeBack;
    private final InstantSource clock;

    AnnounceBatch(Shelf shelf, FollowBatch.Steps steps, InstantSource clock) {
        this.shelf = shelf;
        this.clock = clock;
        send = steps.send();
        takeBack = new TakeBack(shelf, steps.withdraw(), clock);
    }

    /// The messages are made before the row: from there on, only what is told to the caller can go wrong.
    ///
    /// @param isKeyed whether the same call, sent again, completes what this one leaves
    Created announce(Desk desk, CallerBatch batch, boolean isKeyed) throws IOException {
        var messages = send.messages(desk, batch);
        var standing = written(batch);
        if (standing.course().isSent() || standing.course().cancelAt().isPresent()) {
            return new Created.Made(standing);
        }
        if (sent(standing, messages)) {
            return new Created.Made(marked(standing));
        }
        // without a key the caller's next is another batch
        return new Created.Refused(
                isKeyed || takeBack.takeBack(desk, standing)
                        ? new Refusal.Unavailable("the queue did not take the batch; try again")
                        : new Refusal.Unsettled(desk.id(CallerIds.Kind.BATCH, standing.name())));
    }

    /// A row of which nobody knows is on no list, and nobody sends its lines: it need not be taken back.
    private CallerBatch written(CallerBatch batch) throws IOException {
        return switch (shelf.batches().create(batch)) {
            case Write.Done<CallerBatch> done -> batch;
            // the same call came before
            case Write.Lost<CallerBatch>(var current) -> current.orElse(batch);
            case Write.NotDone<CallerBatch>(var why) ->
                throw new IOException("batch " + batch.name() + " was not written: " + why);
        };
    }

    /// The queue may have what it did not answer for.
    private boolean sent(CallerBatch batch, List<Envelope> messages) {
        try {
            return send.send(messages);
        } catch (RuntimeException e) {
            warn(batch, "may be sent", e);
            return false;
        }
    }

    /// The lines are on their way: without the mark, whoever looks next sends them again, which does no harm.
    private CallerBatch marked(CallerBatch batch) {
        try {
            return shelf.save(batch.with(batch.course().sentAt(clock.instant())));
        } catch (IOException | RuntimeException e) {
            warn(batch, "is sent and not marked so", e);
            return batch;
        }
    }

    private static void warn(CallerBatch batch, String what, Exception e) {
        LOG.log(
                Level.WARNING,
                "batch {0} {1}: {2}: {3}",
                batch.name(),
                what,
                e.getClass().getSimpleName(),
                e.getMessage());
    }
}
