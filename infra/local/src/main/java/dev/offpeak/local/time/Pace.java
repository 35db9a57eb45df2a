package dev.offpeak.local.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// How fast time passes for the functions of a stack, so that waits of half an hour fit into a test.
///
/// Functions, the times on queue messages and a simulator that is told the same share one clock. What this machine has
/// to wait for itself (a time limit, a message that is hidden) is shortened by as much, down to what its processes
/// need: a JVM takes its seconds at any pace.
///
/// @param since when stack time and real time were the same
/// @param speed seconds of the stack in one real second
public record Pace(Instant since, double speed) {

    private static final Duration SHORTEST_RUN = Duration.ofSeconds(8);
    private static final Duration SHORTEST_HIDING = Duration.ofSeconds(12);

    /// As time passes outside.
    public static final Pace REAL = new Pace(Instant.EPOCH, 1);

    public Pace {
        if (!(speed >= 1 && speed <= 1_000)) {
            throw new IllegalArgumentException("a stack may run from 1 to 1000 times as fast, not " + speed);
        }
    }

    /// What the stack's clocks show at a real moment.
    public Instant at(Instant real) {
        if (speed == 1) {
            return real;
        }
        long elapsed = Duration.between(since, real).toNanos();
        return since.plusNanos((long) (elapsed * speed));
    }

    /// How long a function may really run.
    public Duration timeLimit(Duration limit) {
        return shortened(limit, SHORTEST_RUN);
    }

    /// How long a received message is really hidden; longer than its function may run, as in the template.
    public Duration visibility(Duration timeout) {
        return shortened(timeout, SHORTEST_HIDING);
    }

    /// What a function has to be told.
    public Map<String, String> variables() {
        return speed == 1
                ? Map.of()
                : Map.of("OFFPEAK_TIME_SINCE", since.toString(), "OFFPEAK_TIME_SPEED", Double.toString(speed));
    }

    private Duration shortened(Duration wait, Duration least) {
        if (speed == 1) {
            return wait;
        }
        Duration shorter = Duration.ofMillis((long) (wait.toMillis() / speed));
        return shorter.compareTo(least) < 0 ? least : shorter;
    }
}
