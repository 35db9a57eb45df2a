package dev.offpeak.testkit;

import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.queue.Outbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A queue in memory, of which a test may read and take what was sent.
public final class FakeOutbox implements Outbox {
    private final List<Envelope> sent = new ArrayList<>();
    private final List<Duration> delays = new ArrayList<>();
    private Predicate<Envelope> refused = envelope -> false;

    @Override
    public synchronized List<Boolean> send(List<Envelope> envelopes, Duration delay) {
        return envelopes.stream().map(envelope -> send(envelope, delay)).toList();
    }

    /// From now on these are answered with false and not kept.
    public synchronized void refuse(Predicate<Envelope> which) {
        refused = which;
    }

    public synchronized List<Envelope> sent() {
        return List.copyOf(sent);
    }

    /// What was sent since the last call.
    public synchronized List<Envelope> drain() {
        var all = List.copyOf(sent);
        sent.clear();
        delays.clear();
        return all;
    }

    /// How long each of [#sent] is held back.
    public synchronized List<Duration> delays() {
        return List.copyOf(delays);
    }

    private boolean send(Envelope envelope, Duration delay) {
        return !refused.test(envelope) && sent.add(envelope) && delays.add(delay);
    }
}
