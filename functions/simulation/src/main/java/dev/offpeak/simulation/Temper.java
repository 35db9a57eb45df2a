package dev.offpeak.simulation;

import dev.offpeak.core.provider.AccountLimits;
import java.time.Duration;

/// How a provider behaves, in shares of a hundred and in durations. All within what providers document, unless a field
/// says otherwise.
///
/// @param honest whether every line that was charged is told in a readable row
/// @param failing lines that fail passingly
/// @param odd of lines told twice or in both files; of a dishonest provider also missing or unreadable ones
/// @param slow batches that take hours
/// @param stuck batches that end when they expire, with what they have
/// @param busy calls answered 429
/// @param broken calls answered 5xx
/// @param listLag how long a new batch is not in the list
/// @param blindness how long a new batch is answered 404
/// @param cancel how long cancelling takes
/// @param life when a batch expires
/// @param enqueued requests that may wait in unfinished batches; more and the batch is refused as a whole
record Temper(
        boolean honest,
        double failing,
        double odd,
        double slow,
        double stuck,
        double busy,
        double broken,
        Duration listLag,
        Duration blindness,
        Duration cancel,
        Duration life,
        long enqueued) {
    private static final Duration DAY = Duration.ofHours(24);

    static final Temper MILD = new Temper(
            true, 0, 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ofMinutes(1), DAY, AccountLimits.UNKNOWN);

    /// @param longestLag of its list: less than the last look at it waits after a fence, whatever the clocks show
    static Temper of(Chance chance, Duration longestLag) {
        if (chance.percent(15)) {
            return MILD;
        }
        return new Temper(
                chance.percent(75),
                rate(chance, 8),
                rate(chance, 8),
                rate(chance, 40),
                rate(chance, 30),
                rate(chance, 6),
                rate(chance, 6),
                chance.percent(50) ? chance.between(Duration.ZERO, longestLag) : Duration.ZERO,
                chance.percent(30) ? chance.between(Duration.ZERO, Duration.ofMinutes(15)) : Duration.ZERO,
                chance.between(Duration.ZERO, Duration.ofMinutes(10)),
                DAY,
                chance.percent(70) ? AccountLimits.UNKNOWN : chance.between(4, 25));
    }

    private static double rate(Chance chance, double most) {
        return chance.percent(50) ? 0 : chance.nextDouble() * most;
    }

    /// A share of the lines takes hours, and a batch lives for `life`.
    Temper expiring(double share, Duration life) {
        return new Temper(honest, failing, odd, share, stuck, busy, broken, listLag, blindness, cancel, life, enqueued);
    }
}
