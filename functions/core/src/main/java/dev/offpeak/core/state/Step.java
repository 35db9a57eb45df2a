package dev.offpeak.core.state;

/// What an event does to a state.
public sealed interface Step<S> {
    record Moved<S>(S to) implements Step<S> {}

    /// The event does not apply here; `why` says how it lost.
    record Stays<S>(String why) implements Step<S> {}

    static <S> Step<S> to(S state) {
        return new Moved<>(state);
    }

    static <S> Step<S> stays(String why) {
        return new Stays<>(why);
    }
}
