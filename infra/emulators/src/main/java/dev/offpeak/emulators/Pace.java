package dev.offpeak.emulators;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// How fast time passes in a stack, so that waits of half an hour fit into a test.
///
/// Functions, queues and a simulator that are told the same share one clock. A process' time limit is shortened by as
/// much, down to what it needs: a JVM takes its seconds at any pace.
///
/// @param since when stack time and real time were the same
/// @param speed seconds of the stack in one real second
public record Pace(Instant since, double speed) {

    private static final Duration SHORTEST_RUN = Duration.ofSeconds(20);
    private static final Duration SHORTEST_HIDING = Duration.ofSeconds(25);

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
        if (speed == 1) {
            return limit;
        }
        Duration shorter = Duration.ofMillis((long) (limit.toMillis() / speed));
        return shorter.compareTo(SHORTEST_RUN) < 0 ? SHORTEST_RUN : shorter;
    }

    /// How long a received message is hidden, in the stack's time: never for less than its function may really run.
    public Duration visibility(Duration timeout) {
        Duration least = Duration.ofMillis((long) (SHORTEST_HIDING.toMillis() * speed));
        return speed == 1 || timeout.compareTo(least) > 0 ? timeout : least;
    }

    /// What a function has to be told.
    public Map<String, String> variables() {
        return speed == 1
                ? Map.of()
                : Map.of("OFFPEAK_TIME_SINCE", since.toString(), "OFFPEAK_TIME_SPEED", Double.toString(speed));
    }
}
