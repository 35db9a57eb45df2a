package dev.offpeak.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where invocations play: each has a thread of its own, and only one of them runs at any time. At every effect the
/// one that runs steps aside for as long as the effect takes, so invocations overlap effect by effect, in an order
/// that the seed decides and nothing else.
final class Stage {
    /// What an invocation does.
    interface Play {
        void run(Instant until) throws Exception;
    }

    /// How an invocation ended, as the event source that started it sees it.
    enum End {
        DONE,
        FAILED,
        DIED,
        TIMED_OUT
    }

    private final VirtualTime time;
    private final Trace trace;
    private final Consumer<Throwable> bugs;
    private final List<Invocation> under = new ArrayList<>();
    private final Semaphore stage = new Semaphore(0);
    private @Nullable Invocation current;
    private int started;
    private int disturbances;

    /// @param bugs told of what an invocation failed with that no fault explains
    Stage(VirtualTime time, Trace trace, Consumer<Throwable> bugs) {
        this.time = time;
        this.trace = trace;
        this.bugs = bugs;
    }

    /// Starts an invocation now; `then` is told once, at its end or its time limit, whichever comes first.
    ///
    /// @param skew how far its machine's clock is ahead
    void start(String name, Duration limit, Duration skew, Play play, Consumer<End> then) {
        var invocation = new Invocation(name + "#" + started++, time.now().plus(limit), skew, then);
        under.add(invocation);
        invocation.thread = Thread.ofVirtual().name(invocation.name).unstarted(() -> run(invocation, play));
        time.at(invocation.deadline, () -> timeOut(invocation));
        time.at(time.now(), () -> go(invocation));
    }

    /// Lets the running invocation take a while, and others go on meanwhile.
    void pass(Duration while_) {
        var invocation = current;
        if (invocation == null) {
            return;
        }
        requireAlive(invocation);
        if (!time.passQuietly(while_)) {
            time.after(while_, () -> go(invocation));
            aside(invocation);
        }
        requireAlive(invocation);
    }

    /// The running invocation's sandbox stands still; it may wake up when its time is long over.
    void freeze(Duration length) {
        var invocation = current;
        if (invocation != null) {
            disturbances++;
            invocation.frozen = true;
            trace.say(invocation.name, () -> "freezes for " + length);
            pass(length);
        }
    }

    /// The running invocation's process dies.
    Death die(String when) {
        disturbances++;
        if (current != null) {
            current.dead = true;
        }
        return new Death(when);
    }

    String who() {
        return current == null ? "world" : current.name;
    }

    /// How late after its time limit the running invocation is; empty while it has time.
    Optional<Duration> overtime() {
        return Optional.ofNullable(current)
                .filter(invocation -> time.now().isAfter(invocation.deadline))
                .map(invocation -> Duration.between(invocation.deadline, time.now()));
    }

    boolean isIdle() {
        return under.isEmpty();
    }

    /// Deaths, freezes and time-outs so far.
    int disturbances() {
        return disturbances;
    }

    /// Ends whoever is still on.
    void clear() {
        for (var invocation : List.copyOf(under)) {
            invocation.dead = true;
            go(invocation);
        }
    }

    private void go(Invocation invocation) {
        if (invocation.over) {
            return;
        }
        current = invocation;
        if (invocation.thread.getState() == Thread.State.NEW) {
            invocation.thread.start();
        } else {
            invocation.turn.release();
        }
        stage.acquireUninterruptibly();
        current = null;
    }

    private void aside(Invocation invocation) {
        stage.release();
        invocation.turn.acquireUninterruptibly();
    }

    private void run(Invocation invocation, Play play) {
        var end = End.DONE;
        try {
            requireAlive(invocation);
            play.run(invocation.deadline.plus(invocation.skew));
        } catch (Death e) {
            end = End.DIED;
            trace.say(invocation.name, () -> "dies: " + e.getMessage());
        } catch (Exception | AssertionError e) {
            end = End.FAILED;
            trace.say(invocation.name, () -> "fails: " + e);
            if (!Injected.isCauseOf(e)) {
                bugs.accept(e);
            }
        } finally {
            invocation.over = true;
            under.remove(invocation);
            tell(invocation, end);
            stage.release();
        }
    }

    private void timeOut(Invocation invocation) {
        if (!invocation.over) {
            disturbances++;
            trace.say(invocation.name, () -> "is out of time");
            // a sandbox that stands still cannot be stopped, and goes on when it wakes up
            invocation.dead |= !invocation.frozen;
            tell(invocation, End.TIMED_OUT);
        }
    }

    private static void tell(Invocation invocation, End end) {
        if (!invocation.told) {
            invocation.told = true;
            invocation.then.accept(end);
        }
    }

    private static void requireAlive(Invocation invocation) {
        if (invocation.dead) {
            throw new Death("its process is gone");
        }
    }

    private static final class Invocation {
        private final String name;
        private final Instant deadline;
        private final Duration skew;
        private final Consumer<End> then;
        private final Semaphore turn = new Semaphore(0);
        private Thread thread = Thread.currentThread();
        private boolean dead;
        private boolean frozen;
        private boolean told;
        private boolean over;

        Invocation(String name, Instant deadline, Duration skew, Consumer<End> then) {
            this.name = name;
            this.deadline = deadline;
            this.skew = skew;
            this.then = then;
        }
    }
}
