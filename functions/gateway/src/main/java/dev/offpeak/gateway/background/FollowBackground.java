package dev.offpeak.gateway.background;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.provider.Background.Reason;
import dev.offpeak.core.provider.Background.Standing;
import dev.offpeak.core.provider.Body;
import dev.offpeak.gateway.http.Content;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.jobs.JobLookup.Found;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/// Tells a job as a stream of its provider's events. The call itself is made by whoever makes any other in the
/// background, so it outlives this stream; what the provider streamed is told once all of it is there. An event has
/// the same number in every stream, so one that broke off can be taken up again.
public final class FollowBackground {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /// Often enough for everything on the way to see that the stream lives.
    private static final Duration BETWEEN_SIGNS = Duration.ofSeconds(15);

    /// A comment: clients skip it.
    private static final byte[] SIGN_OF_LIFE = ":\n\n".getBytes(US_ASCII);

    private static final Reason DELETED = new Reason("deleted", "deleted by its owner");

    private final ShowBackground show;
    private final Timing timing;

    /// @param longest one stream, whatever has not happened by then
    public record Timing(InstantSource clock, Pause pause, Duration longest) {}

    @FunctionalInterface
    public interface Pause {
        void last(Duration time) throws InterruptedException;
    }

    public FollowBackground(ShowBackground show, Timing timing) {
        this.show = show;
        this.timing = timing;
    }

    /// @param after the number of the last event that is known already
    HttpResponse answer(Desk desk, JobId job, Optional<Long> after) throws IOException {
        var begun = show.begun(desk, show.find(desk, job));
        if (begun.isEmpty()) {
            return desk.unknown(job);
        }
        return begun.get().memo().filter(desk.form()::wantsStream).isPresent()
                ? stream(desk, begun.get(), after)
                : desk.refused("stream: " + desk.form().name(job) + " was not created with stream: true; poll it");
    }

    /// @param begun as it was in the beginning
    HttpResponse stream(Desk desk, Standing begun, Optional<Long> after) {
        var source = new Events(desk, begun, new Count(after.orElse(-1L)));
        return new HttpResponse(
                200, Map.of("Content-Type", "text/event-stream; charset=utf-8"), new Content.Passing(source));
    }

    /// Counts events, and leaves out what is known already.
    private static final class Count {
        private final long after;
        private int next;

        Count(long after) {
            this.after = after;
        }

        int next() {
            return next;
        }

        void write(Iterator<Body> events, OutputStream out) throws IOException {
            while (events.hasNext()) {
                write(events.next(), out);
            }
        }

        void write(Body event, OutputStream out) throws IOException {
            if (next++ > after) {
                event.writeTo(out);
            }
        }
    }

    private final class Events implements Content.Source {
        private final Desk desk;
        private final Standing begun;
        private final JobId job;
        private final Count count;

        Events(Desk desk, Standing begun, Count count) {
            this.desk = desk;
            this.begun = begun;
            this.job = begun.job();
            this.count = count;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            count.write(desk.form().begun(begun).iterator(), out);
            out.flush();
            tell(look(ended(out)), out);
            out.flush();
        }

        @Override
        public void close() {
            // the call is not ours to end
        }

        private Optional<Shown> look(Found found) throws Content.BrokenAnswer {
            try {
                return show.look(desk, found);
            } catch (IOException e) {
                // as it is, it would say that the caller has gone
                throw new Content.BrokenAnswer("the end of " + job + " could not be read: " + e.getMessage());
            }
        }

        private Found ended(OutputStream out) throws IOException {
            var now = timing.clock().instant();
            var until = now.plus(timing.longest());
            var sign = now.plus(BETWEEN_SIGNS);
            var found = show.find(desk, job);
            while (!isOver(found)) {
                now = timing.clock().instant();
                if (!now.isBefore(until)) {
                    throw new Content.BrokenAnswer(job + " has not ended in " + timing.longest());
                }
                if (!now.isBefore(sign)) {
                    sign = now.plus(BETWEEN_SIGNS);
                    out.write(SIGN_OF_LIFE);
                    out.flush();
                }
                pause();
                found = show.find(desk, job);
            }
            return found;
        }

        private void pause() throws IOException {
            try {
                timing.pause().last(BETWEEN_LOOKS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while following " + job);
            }
        }

        private void tell(Optional<Shown> end, OutputStream out) throws IOException {
            if (end.isEmpty()) {
                finish(begun.failed(DELETED), out);
                return;
            }
            switch (end.get()) {
                case Shown.Unanswered(var standing) -> finish(standing, out);
                case Shown.TooLarge(var standing) -> finish(standing, out);
                case Shown.Answered(var named, var answer) -> repeat(answer, out);
                case Shown.Broken(var standing, var answer) -> {
                    repeat(answer, out);
                    finish(standing, out);
                }
            }
        }

        private void repeat(Body answer, OutputStream out) throws IOException {
            count.write(desk.form().events(job, answer, count.next()).iterator(), out);
        }

        private void finish(Standing standing, OutputStream out) throws IOException {
            count.write(desk.form().ended(standing, count.next()), out);
        }
    }

    private static boolean isOver(Found found) {
        return switch (found) {
            case Found.Nothing nothing -> true;
            case Found.OnItsWay onItsWay -> false;
            case Found.Row(var row, var leader) -> row.state() instanceof Settled;
        };
    }
}
