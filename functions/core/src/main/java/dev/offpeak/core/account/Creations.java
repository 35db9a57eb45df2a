package dev.offpeak.core.account;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/// The create calls of the last hour, counted by the minute they were made in.
public record Creations(Map<Instant, Integer> perMinute) {
    public static final Creations NONE = new Creations(Map.of());

    /// A call somewhere in a minute is an hour old for certain when the minute's end is.
    private static final Duration COUNTED = Duration.ofMinutes(61);

    public Creations {
        perMinute = Map.copyOf(perMinute);
    }

    int within(Instant now) {
        return recent(now).values().stream().mapToInt(Integer::intValue).sum();
    }

    Creations plus(Instant now) {
        var counts = recent(now);
        counts.merge(now.truncatedTo(ChronoUnit.MINUTES), 1, Integer::sum);
        return new Creations(counts);
    }

    /// When the oldest of them stop counting.
    Instant freeAt(Instant now) {
        return recent(now).keySet().stream()
                .min(Comparator.naturalOrder())
                .map(oldest -> oldest.plus(COUNTED))
                .orElse(now);
    }

    private Map<Instant, Integer> recent(Instant now) {
        var recent = new HashMap<>(perMinute);
        recent.keySet().removeIf(minute -> !minute.plus(COUNTED).isAfter(now));
        return recent;
    }
}
