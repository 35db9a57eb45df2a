package dev.offpeak.wire.deadline;

import java.time.Duration;

/// Until when one thing has to be done.
public final class Deadline implements Comparable<Deadline> {
    private final Deadlines all;
    private final Runnable end;

    /// Tells deadlines apart that fall on the same nanosecond.
    private final long number;

    /// In the nanoseconds of [System#nanoTime]; changed only while it is not among the others.
    private long at;

    private volatile boolean passed;

    Deadline(Deadlines all, Runnable end, long number) {
        this.all = all;
        this.end = end;
        this.number = number;
    }

    /// Whether it came before what it was set for was done.
    public boolean passed() {
        return passed;
    }

    /// From now on; without effect once it has passed.
    public void move(Duration time) {
        all.move(this, time);
    }

    /// What it was set for is done.
    public void lift() {
        all.lift(this);
    }

    long at() {
        return at;
    }

    void set(long nanos) {
        at = nanos;
    }

    void pass() {
        passed = true;
        try {
            // may take its time, and others wait
            Thread.startVirtualThread(end);
        } catch (OutOfMemoryError e) {
            end.run();
        }
    }

    @Override
    public int compareTo(Deadline other) {
        long later = at - other.at;
        return later == 0 ? Long.compare(number, other.number) : Long.signum(later);
    }
}
