package dev.offpeak.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/// The one time of a run, which jumps from event to event. Events of the same moment come in the order they were
/// planned.
final class VirtualTime {
    /// The day the fakes' prices are known for, at an odd moment.
    static final Instant START = Instant.parse("2026-11-23T11:58:03.123Z");

    private record Event(long at, long order, Runnable what) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private long now = START.toEpochMilli();
    private long planned;

    Instant now() {
        return Instant.ofEpochMilli(now);
    }

    /// What a machine shows whose clock is `ahead` of the true time.
    InstantSource clock(Duration ahead) {
        long skew = ahead.toMillis();
        return () -> Instant.ofEpochMilli(now + skew);
    }

    void at(Instant moment, Runnable what) {
        events.add(new Event(Math.max(now, moment.toEpochMilli()), planned++, what));
    }

    void after(Duration wait, Runnable what) {
        at(now().plus(wait), what);
    }

    /// Lets `wait` pass if nothing happens meanwhile.
    boolean passQuietly(Duration wait) {
        long then = now + wait.toMillis();
        var next = events.peek();
        if (next != null && next.at() <= then) {
            return false;
        }
        now = then;
        return true;
    }

    /// @return false when nothing is left to happen
    boolean step() {
        var event = events.poll();
        if (event == null) {
            return false;
        }
        now = event.at();
        event.what().run();
        return true;
    }
}
