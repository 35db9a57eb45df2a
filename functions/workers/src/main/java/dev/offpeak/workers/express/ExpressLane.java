package dev.offpeak.workers.express;

import dev.offpeak.core.provider.Body;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.queue.Outbox;
import dev.offpeak.core.store.ObjectStore;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Sends jobs to the express queue. One too large for a message, which a line of an upload may be, goes by the object
/// store.
public final class ExpressLane {
    private static final Logger LOG = System.getLogger(ExpressLane.class.getName());

    /// How finely a crowd is spread over time.
    private static final Duration SLOT = Duration.ofSeconds(10);

    private final Outbox queue;
    private final ObjectStore objects;

    public ExpressLane(Outbox queue, ObjectStore objects) {
        this.queue = queue;
        this.objects = objects;
    }

    /// @return for each whether the queue has it
    public List<Boolean> send(List<Envelope> envelopes, Duration delay) {
        var messages = envelopes.stream().map(this::message).toList();
        var taken = queue.send(messages.stream().flatMap(Optional::stream).toList(), delay)
                .iterator();
        var sent = new Boolean[envelopes.size()];
        Arrays.setAll(sent, i -> messages.get(i).isPresent() && taken.next());
        return List.of(sent);
    }

    /// For a crowd, however many portions it is sent in.
    public Paced paced(int callsPerMinute) {
        return new Paced(Math.max(1, Math.toIntExact(callsPerMinute * SLOT.toSeconds() / 60)));
    }

    /// A crowd, no faster than an account may call; what would have to wait longer than the queue can hold it back
    /// comes at the end of that time.
    public final class Paced {
        private final int slot;
        private int sent;

        private Paced(int slot) {
            this.slot = slot;
        }

        /// @return whether the queue has them all
        public boolean send(List<Envelope> envelopes) {
            boolean all = true;
            for (int from = 0, to; from < envelopes.size(); from = to) {
                to = Math.min(from + slot - sent % slot, envelopes.size());
                var delay = SLOT.multipliedBy(sent / slot);
                all &= ExpressLane.this
                        .send(
                                envelopes.subList(from, to),
                                delay.compareTo(Outbox.LONGEST_DELAY) < 0 ? delay : Outbox.LONGEST_DELAY)
                        .stream()
                        .allMatch(taken -> taken);
                sent += to - from;
            }
            return all;
        }
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
