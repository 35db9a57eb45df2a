package dev.offpeak.core.deadline;

import dev.offpeak.core.routing.OnLate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// When a batch, or a bundle that is none yet, has to be given up so that its jobs can still be done in time. Pure.
///
/// Counted backwards from the nearest deadline: the direct calls for all that may be left, before them the import of
/// what was finished, before that the provider's time to cancel.
///
/// @param callsPerMinute what the express lane is allowed
public record Lateness(int callsPerMinute) {
    /// Both providers say that cancelling takes up to ten minutes.
    static final Duration CANCEL = Duration.ofMinutes(10);

    static final Duration IMPORT = Duration.ofMinutes(5);

    /// One direct call, and waiting for its turn.
    static final Duration CALL = Duration.ofMinutes(5);

    /// How much later than its deadline a job may end, as long as our own functions run.
    public static final Duration EPSILON = Duration.ofMinutes(15);

    public Lateness {
        if (callsPerMinute < 1) {
            throw new IllegalArgumentException("no call a minute would take for ever: " + callsPerMinute);
        }
    }

    /// Lines that have to be done by a time.
    ///
    /// @param since from when on they were under way: no margin is more than half of the time they had
    /// @param lines how many at most may be left to do
    public record Due(OnLate onLate, Instant earliest, Instant since, int lines) {}

    /// From when on it is no use to wait for a batch, or to start one; empty when there is no such moment.
    public Optional<Instant> cancelAt(Due due) {
        return switch (due.onLate()) {
            case WAIT -> Optional.empty();
            case EXPIRE -> Optional.of(before(due, CANCEL.plus(IMPORT)));
            case EXPRESS -> Optional.of(before(due, CANCEL.plus(IMPORT).plus(calls(due))));
        };
    }

    /// From when on the jobs of a batch that cannot be ended, or of one nobody knows of, are taken from it.
    public Optional<Instant> overtakeAt(Due due) {
        return switch (due.onLate()) {
            case WAIT -> Optional.empty();
            case EXPIRE -> Optional.of(due.earliest());
            case EXPRESS -> Optional.of(before(due, calls(due)));
        };
    }

    public boolean isHopeless(Due due, Instant now) {
        return cancelAt(due).filter(at -> !now.isBefore(at)).isPresent();
    }

    public boolean isOvertaken(Due due, Instant now) {
        return overtakeAt(due).filter(at -> !now.isBefore(at)).isPresent();
    }

    private Duration calls(Due due) {
        return CALL.plus(Duration.ofSeconds(60L * due.lines() / callsPerMinute));
    }

    private static Instant before(Due due, Duration margin) {
        var half =
                due.since().plus(Duration.between(due.since(), due.earliest()).dividedBy(2));
        var at = due.earliest().minus(margin);
        return at.isBefore(half) ? half : at;
    }
}
