package dev.offpeak.core.deadline;

import java.time.Instant;

/// How pressing a bundle or batch is.
///
/// @param earliest the nearest deadline of its lines
/// @param overtaken whether its jobs were taken from it because it would have been too late: what it still brings is
/// welcome where a job has no answer yet, and is metered where it has one
public record Urgency(Instant earliest, boolean overtaken) {
    public static Urgency by(Instant earliest) {
        return new Urgency(earliest, false);
    }

    public Urgency overtake() {
        return new Urgency(earliest, true);
    }
}
