package dev.offpeak.gateway.batchapi;

import dev.offpeak.core.provider.Body;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.queue.Outbox;
import dev.offpeak.core.surface.CallerBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Puts a batch's lines on the queue, a message per part. Doing it again does no harm: intake knows the jobs.
public final class SendParts {
    private final Shelf shelf;
    private final Outbox queue;

    public SendParts(Shelf shelf, Outbox queue) {
        this.shelf = shelf;
        this.queue = queue;
    }

    /// The messages that carry a batch's lines.
    List<Envelope> messages(Desk desk, CallerBatch batch) throws IOException {
        var messages = new ArrayList<Envelope>();
        for (int part = 0; part < batch.what().parts(); part++) {
            var key = Keys.jobs(batch, part);
            // a part whose lines were all refused has none
            if (shelf.objects().size(key).isPresent()) {
                messages.add(new Envelope(
                        Envelope.Kind.UPLOAD,
                        desk.part(batch, part),
                        batch.tenant(),
                        batch.what().createdAt(),
                        1,
                        Body.of(key)));
            }
        }
        return messages;
    }

    /// @return whether the queue has all of them
    boolean send(List<Envelope> messages) {
        return messages.isEmpty() || queue.send(messages).stream().allMatch(sent -> sent);
    }
}
