package dev.offpeak.core.account;

import dev.offpeak.core.provider.ProviderFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Keeps calls from an account that does not answer them: a provider that is down is asked now and then, not by every
/// bundle that waits for it.
public sealed interface Breaker {
    /// So many failures in a row are more than bad luck.
    int FEW = 5;

    /// A probe that nobody heard of again for this long died.
    Duration PROBE = Duration.ofMinutes(5);

    /// Calls are made.
    ///
    /// @param failures in a row
    /// @param from not before; the provider asked for it
    record Closed(int failures, Instant from) implements Breaker {
        public static final Closed CLEAN = new Closed(0, Instant.EPOCH);
    }

    /// No call is made until then, and after that one, the probe, until its outcome is known.
    ///
    /// @param trips how often in a row it opened; each time for twice as long
    record Open(Instant until, String why, int trips, boolean probing) implements Breaker {}

    /// Until when no call may be made; empty when one may.
    default Optional<Instant> blockedUntil(Instant now) {
        var until = switch (this) {
            case Closed closed -> closed.from();
            case Open open -> open.until();
        };
        return now.isBefore(until) ? Optional.of(until) : Optional.empty();
    }

    /// A call is about to be made that is not blocked.
    default Breaker calling(Instant now) {
        return switch (this) {
            case Closed closed -> closed;
            case Open(var until, var why, var trips, var probing) -> new Open(now.plus(PROBE), why, trips, true);
        };
    }

    default Breaker failed(ProviderFailure failure, Instant now) {
        return switch (this) {
            case Closed(var failures, var from) ->
                switch (Trouble.of(failure)) {
                    case NONE -> Closed.CLEAN;
                    case RATE -> new Closed(failures, later(from, now.plus(asked(failure))));
                    case ACCOUNT -> open(1, failure, now);
                    case PROVIDER -> failures + 1 < FEW ? new Closed(failures + 1, from) : open(1, failure, now);
                };
            case Open open
            when !open.probing() && now.isBefore(open.until()) ->
                // of a call that was on its way already when it opened
                open;
            case Open(var until, var why, var trips, var probing) ->
                switch (Trouble.of(failure)) {
                    case NONE -> Closed.CLEAN;
                    case RATE -> new Open(now.plus(asked(failure)), why, trips, false);
                    case ACCOUNT, PROVIDER -> open(trips + 1, failure, now);
                };
        };
    }

    private static Breaker open(int trips, ProviderFailure failure, Instant now) {
        var wait = Trouble.of(failure) == Trouble.ACCOUNT
                ? Doubling.of(Duration.ofMinutes(5), trips, Duration.ofHours(1))
                : Doubling.of(Duration.ofMinutes(1), trips, Duration.ofMinutes(30));
        var longer = asked(failure).compareTo(wait) > 0 ? asked(failure) : wait;
        return new Open(now.plus(longer), failure.status() + " " + failure.code(), trips, false);
    }

    private static Duration asked(ProviderFailure failure) {
        return failure.retryAfter().orElse(Duration.ZERO);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
