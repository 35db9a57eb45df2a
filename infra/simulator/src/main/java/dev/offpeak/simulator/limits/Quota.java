package dev.offpeak.simulator.limits;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// At most `limit` calls per key in each fixed window of virtual time; a limit of 0 means no limit.
public final class Quota {
    private final long limit;
    private final Duration window;
    private final InstantSource clock;
    private final ConcurrentMap<String, Window> windows = new ConcurrentHashMap<>();

    public Quota(long limit, Duration window, InstantSource clock) {
        this.limit = limit;
        this.window = window;
        this.clock = clock;
    }

    public Verdict take(String key) {
        Instant now = clock.instant();
        Window current = windows.compute(key, (ignored, old) -> {
            boolean fresh = old == null || !now.isBefore(old.start().plus(window));
            return fresh ? new Window(now, 1) : new Window(old.start(), old.used() + 1);
        });
        long reset =
                Math.max(0, Duration.between(now, current.start().plus(window)).toSeconds() + 1);
        if (limit == 0) {
            return new Verdict(true, 10_000, 9_999, reset);
        }
        return new Verdict(current.used() <= limit, limit, Math.max(0, limit - current.used()), reset);
    }

    private record Window(Instant start, long used) {}

    /// Whether a call may go ahead, and what the headers say about it.
    ///
    /// @param resetSeconds virtual seconds until the window is empty again
    public record Verdict(boolean allowed, long limit, long remaining, long resetSeconds) {
        private static final Verdict UNMETERED = new Verdict(true, 0, 0, 0);

        /// The call counts against nothing.
        public static Verdict unmetered() {
            return UNMETERED;
        }

        public boolean metered() {
            return limit > 0;
        }
    }
}
