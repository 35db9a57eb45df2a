package dev.offpeak.core.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What is known of an account's queue for one model.
///
/// @param refusals batches refused for a full queue since the last that was not
/// @param pausedUntil no batch before then
/// @param learned empty while the queue never was full, or not lately
/// @param bytesPerToken of request lines, averaged over what was reported
public record ModelQueue(int refusals, Instant pausedUntil, Optional<Learned> learned, double bytesPerToken) {
    /// How much of the average is trusted: the next batch may be denser.
    private static final double TRUST = 0.9;

    /// 3 bytes per token after that: English has more, and the line's own format comes on top.
    private static final double FIRST = 3 / TRUST;

    private static final double WEIGHT = 0.25;

    /// Too few to tell.
    private static final long SAMPLE = 1_000;

    /// Beyond these it is no text: images, or tokens the provider adds by itself.
    private static final double LEAST = 0.5;

    private static final double MOST = 20;

    /// Limits rise with the account's tier, and a queue may be full of what others enqueued.
    private static final Duration KEPT = Duration.ofDays(1);

    public static final ModelQueue UNKNOWN = new ModelQueue(0, Instant.EPOCH, Optional.empty(), FIRST);

    /// A limit nobody told us, as a refusal lets us guess it.
    public record Learned(long tokens, Instant at) {}

    long tokens(long bytes) {
        return Math.max(1, (long) Math.ceil(bytes / (bytesPerToken * TRUST)));
    }

    /// What certainly is no more than so many tokens.
    long bytes(long tokens) {
        return Math.max(1, Math.round(tokens * bytesPerToken * TRUST * TRUST));
    }

    Optional<Instant> pausedUntil(Instant now) {
        return now.isBefore(pausedUntil) ? Optional.of(pausedUntil) : Optional.empty();
    }

    Optional<Long> learnedTokens(Instant now) {
        return learned.filter(limit -> now.isBefore(limit.at().plus(KEPT))).map(Learned::tokens);
    }

    /// The queue was full.
    ///
    /// @param fits what it seems to hold
    ModelQueue refused(long fits, Instant now) {
        var lowest = learnedTokens(now).map(known -> Math.min(known, fits)).orElse(fits);
        var pause = Doubling.of(Duration.ofMinutes(5), refusals + 1, Duration.ofHours(1));
        return new ModelQueue(refusals + 1, now.plus(pause), Optional.of(new Learned(lowest, now)), bytesPerToken);
    }

    /// A batch was taken.
    ModelQueue accepted() {
        return new ModelQueue(0, Instant.EPOCH, learned, bytesPerToken);
    }

    ModelQueue learn(long bytes, long tokens) {
        if (tokens < SAMPLE) {
            return this;
        }
        double seen = Math.clamp((double) bytes / tokens, LEAST, MOST);
        return new ModelQueue(refusals, pausedUntil, learned, bytesPerToken + WEIGHT * (seen - bytesPerToken));
    }
}
