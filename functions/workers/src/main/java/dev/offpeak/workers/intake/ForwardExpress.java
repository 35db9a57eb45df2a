package dev.offpeak.workers.intake;

import dev.offpeak.core.provider.Body;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.queue.Outbox;
import dev.offpeak.core.store.ObjectStore;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Sends jobs on to the express queue. One too large for a message, which a line of an upload may be, goes by the
/// object store.
public final class ForwardExpress {
    private static final Logger LOG = System.getLogger(ForwardExpress.class.getName());

    private final Outbox express;
    private final ObjectStore objects;

    public ForwardExpress(Outbox express, ObjectStore objects) {
        this.express = express;
        this.objects = objects;
    }

    /// @return for each whether the queue has it
    List<Boolean> send(List<Envelope> envelopes) {
        var messages = envelopes.stream().map(this::message).toList();
        var taken = express.send(messages.stream().flatMap(Optional::stream).toList())
                .iterator();
        var sent = new Boolean[envelopes.size()];
        Arrays.setAll(sent, i -> messages.get(i).isPresent() && taken.next());
        return List.of(sent);
    }

    private Optional<Envelope> message(Envelope envelope) {
        if (envelope.kind() != Envelope.Kind.JOB || envelope.body().length() <= Envelope.LARGEST_BODY) {
            return Optional.of(envelope);
        }
        var object = "express/" + envelope.id();
        try {
            objects.putIfAbsent(object, envelope.body().toBytes());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "object {0} was not written: {1}", object, e.getMessage());
            return Optional.empty();
        }
        return Optional.of(new Envelope(
                Envelope.Kind.STORED_JOB,
                envelope.id(),
                envelope.tenant(),
                envelope.acceptedAt(),
                envelope.attempt(),
                Body.of(object)));
    }
}
