package dev.offpeak.core.deadline;

import java.time.Instant;

/// How pressing a bundle or batch is.
///
/// @param earliest the nearest deadline of its lines
public record Urgency(Instant earliest, Jobs jobs) {
    /// Whether a bundle or batch still answers for its jobs.
    public enum Jobs {
        /// Its jobs wait for it.
        HELD,
        /// It would be too late: it is not sent any more, and somebody is taking its jobs from it.
        LEAVING,
        /// They are taken. What it still brings is welcome where a job has no answer yet, and metered where it has one.
        LEFT
    }

    public static Urgency by(Instant earliest) {
        return new Urgency(earliest, Jobs.HELD);
    }

    public Urgency with(Jobs next) {
        return new Urgency(earliest, next);
    }

    public boolean isOvertaken() {
        return jobs != Jobs.HELD;
    }
}
