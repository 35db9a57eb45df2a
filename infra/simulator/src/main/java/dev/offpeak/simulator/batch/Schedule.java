package dev.offpeak.simulator.batch;

import dev.offpeak.simulator.http.Hash;
import java.time.Duration;
import java.time.Instant;

/// When the stages of one batch fall due if nobody interferes.
record Schedule(Instant createdAt, Instant validatedAt, Instant finalizingAt, Instant endAt, Instant expiresAt) {
    private static final Duration WINDOW = Duration.ofHours(24);

    /// Spreads turnarounds around the median, from about a quarter of it to eight times; the id decides.
    static Schedule of(String batchId, Instant createdAt, Duration median) {
        double spread = Math.pow(2, triangular(batchId) * 3);
        Duration turnaround = Duration.ofMillis((long) (median.toMillis() * spread));
        Duration validation = min(Duration.ofSeconds(5), turnaround.dividedBy(10));
        Duration finalization = min(Duration.ofSeconds(30), turnaround.dividedBy(10));
        Instant endAt = createdAt.plus(turnaround);
        return new Schedule(
                createdAt, createdAt.plus(validation), endAt.minus(finalization), endAt, createdAt.plus(WINDOW));
    }

    /// How many of so many rows are done by then.
    int finished(int rows, Instant now) {
        long span = Duration.between(validatedAt, finalizingAt).toMillis();
        long elapsed = Duration.between(validatedAt, now).toMillis();
        return span <= 0 ? rows : (int) Math.clamp(rows * elapsed / span, 0L, (long) rows);
    }

    /// Delay between a cancel and its end: one to three minutes.
    Duration cancelDelay() {
        return Duration.ofSeconds(60 + Math.floorMod(Hash.mix(createdAt.toEpochMilli()), 120));
    }

    // in (-2/3, 1), zero at the middle
    private static double triangular(String batchId) {
        double sum = Hash.unit(batchId, 1) + Hash.unit(batchId, 2) - 1;
        return sum < 0 ? sum * 2 / 3 : sum;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
