package dev.offpeak.core.store;

import java.util.Optional;

/// How a conditional write ended. Losing is an ordinary outcome, not an error.
public sealed interface Write<T> {
    record Done<T>() implements Write<T> {}

    /// Somebody else's write came first.
    ///
    /// @param current what stands there now, where the store could tell
    record Lost<T>(Optional<T> current) implements Write<T> {}

    /// Not written, and nothing is known about the row: throttled, or the store is unwell. Do it again later.
    record NotDone<T>(String why) implements Write<T> {}

    static <T> Write<T> done() {
        return new Done<>();
    }

    static <T> Write<T> lost(T current) {
        return new Lost<>(Optional.of(current));
    }

    static <T> Write<T> lost() {
        return new Lost<>(Optional.empty());
    }

    default boolean isDone() {
        return this instanceof Done;
    }
}
