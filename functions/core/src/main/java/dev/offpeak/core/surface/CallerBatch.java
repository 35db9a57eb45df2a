package dev.offpeak.core.surface;

import dev.offpeak.core.id.CallerName;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A batch as its caller knows it: so many lines, each of them a job of ours. Which provider batches these end up in is
/// not its business.
///
/// @param what it was made of; never changes
/// @param course how far it is
public record CallerBatch(CallerName name, TenantId tenant, Order what, Course course, long version) {
    /// From its creation; results are not to be had any longer.
    public static final Duration KEPT = Duration.ofDays(42);

    /// @param expiresAt the deadline of every line
    /// @param parts the queue messages its lines travel in
    /// @param input none where the lines lay in the call itself
    public record Order(
            ProviderId provider,
            Endpoint endpoint,
            Instant createdAt,
            Instant expiresAt,
            int lines,
            int parts,
            Optional<BatchInput> input) {
        /// Why it will not run at all.
        public List<Flaw> flaws() {
            return input.map(BatchInput::flaws).orElse(List.of());
        }
    }

    /// @param sentAt when the queue last took all its lines
    /// @param progress the object that says how each line stands; none while every line is open
    /// @param tally the sums of that
    /// @param settledAt when every line was seen ended
    /// @param endedAt when its results were all written
    /// @param hidden whether its owner has deleted it
    public record Course(
            Optional<Instant> sentAt,
            Optional<String> progress,
            Tally tally,
            Optional<Instant> cancelAt,
            Optional<Instant> settledAt,
            Made made,
            Optional<Instant> endedAt,
            boolean hidden) {
        public static final Course START = new Course(
                Optional.empty(),
                Optional.empty(),
                Tally.NONE,
                Optional.empty(),
                Optional.empty(),
                Made.NONE,
                Optional.empty(),
                false);

        public boolean isSent() {
            return sentAt.isPresent();
        }

        public Course sentAt(Instant at) {
            return new Course(Optional.of(at), progress, tally, cancelAt, settledAt, made, endedAt, hidden);
        }

        public Course with(String object, Tally counts) {
            return new Course(sentAt, Optional.of(object), counts, cancelAt, settledAt, made, endedAt, hidden);
        }

        public Course canceledAt(Instant at) {
            return new Course(sentAt, progress, tally, Optional.of(at), settledAt, made, endedAt, hidden);
        }

        public Course settledAt(Instant at) {
            return new Course(sentAt, progress, tally, cancelAt, Optional.of(at), made, endedAt, hidden);
        }

        public Course with(Made more) {
            return new Course(sentAt, progress, tally, cancelAt, settledAt, more, endedAt, hidden);
        }

        public Course endedAt(Instant at) {
            return new Course(sentAt, progress, tally, cancelAt, settledAt, made, Optional.of(at), hidden);
        }

        public Course asHidden() {
            return new Course(sentAt, progress, tally, cancelAt, settledAt, made, endedAt, true);
        }
    }

    /// How many lines have their result written, and how many bytes that is.
    ///
    /// @param parts the object that says where; none before there are any
    /// @param usage of these lines; none where it is not known
    public record Made(
            int lines, Optional<String> parts, long outputBytes, long errorBytes, Optional<BatchUsage> usage) {
        public static final Made NONE = new Made(0, Optional.empty(), 0, 0, Optional.empty());
    }

    public enum Phase {
        /// Its file was no good.
        FAILED,
        RUNNING,
        /// Its owner has called it off, and not every line has ended yet.
        CANCELING,
        /// Every line has ended; the results are being written.
        FINALIZING,
        ENDED
    }

    public Phase phase() {
        if (!what.flaws().isEmpty()) {
            return Phase.FAILED;
        }
        if (course.endedAt().isPresent()) {
            return Phase.ENDED;
        }
        if (course.settledAt().isPresent()) {
            return Phase.FINALIZING;
        }
        return course.cancelAt().isPresent() ? Phase.CANCELING : Phase.RUNNING;
    }

    /// Where it stands among its owner's batches: their order is the order of time.
    public String place() {
        return name.value();
    }

    /// Whether its owner finds it without its id: not before its lines are on their way, since until then its maker
    /// may have died, and been told to send it again.
    public boolean isListed() {
        return (course.isSent() || course.cancelAt().isPresent()) && !course.hidden();
    }

    /// When it is forgotten.
    public Instant goneAt() {
        return what.createdAt().plus(KEPT);
    }

    /// Whether nothing will change any more.
    public boolean isOver() {
        return switch (phase()) {
            case FAILED, ENDED -> true;
            case RUNNING, CANCELING, FINALIZING -> false;
        };
    }

    public CallerBatch with(Course next) {
        return new CallerBatch(name, tenant, what, next, version + 1);
    }
}
