package dev.offpeak.simulation;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What happened, line by line: virtual time since the start, who, what. Costs nothing when nobody reads it.
final class Trace {
    private final Consumer<String> reader;
    private final boolean isRead;
    private final VirtualTime time;

    private Trace(VirtualTime time, Consumer<String> reader, boolean isRead) {
        this.time = time;
        this.reader = reader;
        this.isRead = isRead;
    }

    static Trace to(VirtualTime time, Consumer<String> reader) {
        return new Trace(time, reader, true);
    }

    static Trace none(VirtualTime time) {
        return new Trace(time, line -> {}, false);
    }

    boolean isRead() {
        return isRead;
    }

    void say(String who, Supplier<String> what) {
        if (isRead) {
            reader.accept("%s  %-12s %s".formatted(clock(), who, what.get()));
        }
    }

    private String clock() {
        var since = Duration.between(VirtualTime.START, time.now());
        return "%3d:%02d:%02d.%03d"
                .formatted(since.toHours(), since.toMinutesPart(), since.toSecondsPart(), since.toMillisPart());
    }
}
