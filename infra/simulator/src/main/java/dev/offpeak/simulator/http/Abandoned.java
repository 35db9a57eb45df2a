package dev.offpeak.simulator.http;

import java.util.concurrent.atomic.AtomicLong;

/// Counts the streams whose reader left before their end.
public final class Abandoned {
    private final AtomicLong streams = new AtomicLong();

    void add() {
        streams.incrementAndGet();
    }

    public long count() {
        return streams.get();
    }
}
