package dev.offpeak.gateway;

import java.lang.reflect.InvocationTargetException;
import java.util.Set;

/// Breaks the nth write that the gateway makes, before it is done or after, with its reply lost.
final class Crash {
    private static final Set<String> WRITES =
            Set.of("putIfAbsent", "create", "replace", "add", "hide", "insert", "apply", "withdraw", "send", "claim");

    private final int nth;
    private final boolean done;
    private int seen;

    private Crash(int nth, boolean done) {
        this.nth = nth;
        this.done = done;
    }

    static Crash never() {
        return new Crash(0, false);
    }

    static Crash at(int nth, boolean done) {
        return new Crash(nth, done);
    }

    /// Whether there were as many writes.
    boolean happened() {
        return seen >= nth;
    }

    interface Write {
        Object run() throws IllegalAccessException, InvocationTargetException;
    }

    Object around(String method, Write write) throws IllegalAccessException, InvocationTargetException {
        if (!WRITES.contains(method) || ++seen != nth) {
            return write.run();
        }
        if (done) {
            var _ = write.run();
        }
        throw new IllegalStateException("died at write " + nth + ", " + method);
    }
}
