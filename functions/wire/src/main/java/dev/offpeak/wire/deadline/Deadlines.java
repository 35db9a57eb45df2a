package dev.offpeak.wire.deadline;

import java.time.Duration;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Ends what is not done in time.
///
/// One is set for every call, and nearly every one is lifted again, so that neither may cost much: waking a thread
/// costs more than a call's own work. The thread that watches sleeps until the time it once planned, whatever has been
/// lifted since, and is woken only for something earlier than that.
public final class Deadlines implements AutoCloseable {
    private static final long FAR = TimeUnit.DAYS.toNanos(365);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition earlier = lock.newCondition();
    private final TreeSet<Deadline> pending = new TreeSet<>();
    private long set;
    private long planned;
    private boolean watched;
    private boolean closed;

    /// @param end is run, by another thread, unless the deadline is lifted within the time
    public Deadline in(Duration time, Runnable end) {
        lock.lock();
        try {
            var deadline = new Deadline(this, end, set++);
            add(deadline, time);
            return deadline;
        } finally {
            lock.unlock();
        }
    }

    void move(Deadline deadline, Duration time) {
        lock.lock();
        try {
            if (pending.remove(deadline)) {
                add(deadline, time);
            }
        } finally {
            lock.unlock();
        }
    }

    void lift(Deadline deadline) {
        lock.lock();
        try {
            pending.remove(deadline);
        } finally {
            lock.unlock();
        }
    }

    private void add(Deadline deadline, Duration time) {
        long now = System.nanoTime();
        deadline.set(now + Math.clamp(time.toNanos(), 0, FAR));
        pending.add(deadline);
        if (!watched && !closed) {
            planned = deadline.at();
            Thread.ofPlatform().daemon().name("deadlines").start(this::watch);
            watched = true;
        } else if (deadline.at() - planned < 0) {
            planned = deadline.at();
            earlier.signal();
        }
    }

    private void watch() {
        lock.lock();
        try {
            while (!closed) {
                long now = System.nanoTime();
                while (!pending.isEmpty() && pending.first().at() - now <= 0) {
                    pending.removeFirst().pass();
                }
                planned = pending.isEmpty() ? now + FAR : pending.first().at();
                var _ = earlier.awaitNanos(planned - now);
            }
        } catch (InterruptedException e) {
            // nobody has this thread to interrupt it
            Thread.currentThread().interrupt();
        } finally {
            watched = false;
            lock.unlock();
        }
    }

    /// Nothing ends any more of what is still pending.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            earlier.signal();
        } finally {
            lock.unlock();
        }
    }
}
