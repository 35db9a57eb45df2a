package dev.offpeak.simulation;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.queue.Envelope;
import dev.offpeak.core.queue.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A standard queue of SQS in virtual time: at least once, in any order, with a time of invisibility, and a
/// dead-letter queue from which somebody feeds messages back, one at a time and under their own ids.
final class Queue implements Outbox {
    static final int MOST_RECEIVES = 5;

    /// What a message holds.
    sealed interface Content {
        record Ours(Envelope envelope) implements Content {}

        record Dropped(TenantId tenant, Body body) implements Content {}
    }

    /// One message on its way.
    static final class Message {
        private final String id;
        private final Content content;
        private final Instant sentAt;
        private Instant visibleAt;
        private int receives;
        private boolean alone;

        Message(String id, Content content, Instant sentAt, Instant visibleAt) {
            this.id = id;
            this.content = content;
            this.sentAt = sentAt;
            this.visibleAt = visibleAt;
        }

        String id() {
            return id;
        }

        Content content() {
            return content;
        }

        Instant sentAt() {
            return sentAt;
        }
    }

    private final String name;
    private final VirtualTime time;
    private final Chance chance;
    private final Duration invisible;
    private final Consumer<Message> arrivals;
    private final List<Message> messages = new ArrayList<>();
    private Runnable bell = () -> {};
    private double duplicates;
    private int numbers;
    private int redriven;

    /// @param arrivals told of every message that was sent
    Queue(String name, VirtualTime time, Chance chance, Duration invisible, Consumer<Message> arrivals) {
        this.name = name;
        this.time = time;
        this.chance = chance;
        this.invisible = invisible;
        this.arrivals = arrivals;
    }

    /// @param rung whenever a message may have become visible
    void wake(Runnable rung) {
        bell = rung;
    }

    /// @param share of a hundred deleted messages that are delivered once more all the same
    void duplicate(double share) {
        duplicates = share;
    }

    @Override
    public List<Boolean> send(List<Envelope> envelopes, Duration delay) {
        return envelopes.stream()
                .map(envelope -> add(new Content.Ours(envelope), delay))
                .toList();
    }

    void drop(TenantId tenant, Body body) {
        add(new Content.Dropped(tenant, body), Duration.ZERO);
    }

    private boolean add(Content content, Duration delay) {
        var now = time.now();
        var message = new Message(name + "-" + numbers++, content, now, now.plus(delay));
        messages.add(message);
        arrivals.accept(message);
        ringAt(message.visibleAt);
        return true;
    }

    /// Some of what is visible, in any order; what was fed back comes alone.
    List<Message> receive(int most) {
        var now = time.now();
        var ready = new ArrayList<>(messages.stream()
                .filter(message -> !message.visibleAt.isAfter(now))
                .toList());
        var taken = new ArrayList<Message>();
        while (!ready.isEmpty() && taken.size() < most) {
            var message = ready.remove(chance.between(0, ready.size() - 1));
            if (message.receives >= MOST_RECEIVES) {
                redrive(message);
                continue;
            }
            if (message.alone && !taken.isEmpty()) {
                continue;
            }
            message.receives++;
            message.visibleAt = now.plus(invisible);
            ringAt(message.visibleAt);
            taken.add(message);
            if (message.alone) {
                break;
            }
        }
        return taken;
    }

    void delete(Message message) {
        messages.remove(message);
        if (chance.percent(duplicates)) {
            message.visibleAt = time.now().plus(chance.between(Duration.ofSeconds(1), Duration.ofMinutes(20)));
            messages.add(message);
            ringAt(message.visibleAt);
        }
    }

    boolean hasReady() {
        var now = time.now();
        return messages.stream().anyMatch(message -> !message.visibleAt.isAfter(now));
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /// Messages that went to the dead-letter queue.
    int redriven() {
        return redriven;
    }

    /// A person looks, and lets the message go again.
    private void redrive(Message message) {
        redriven++;
        message.receives = 0;
        message.alone = true;
        message.visibleAt = time.now().plus(Duration.ofMinutes(30));
        ringAt(message.visibleAt);
    }

    private void ringAt(Instant moment) {
        time.at(moment, () -> bell.run());
    }
}
