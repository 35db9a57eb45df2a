package dev.offpeak.simulation;

import java.time.Duration;

/// Decides what goes wrong.
interface Mischief {
    /// What may go wrong with one effect.
    enum Fault {
        NONE,
        /// Not done, and said so.
        REFUSED,
        /// Done, and said not to be; of a call that costs money nobody knows.
        REPLY_LOST,
        /// Of many done at once, every second is said not to be.
        HALF_LOST,
        /// The process dies, the effect is not done.
        DIES_BEFORE,
        /// The process dies, the effect is done.
        DIES_AFTER,
        /// Done; then the sandbox stands still, and goes on much later.
        FREEZES
    }

    /// What becomes of a call whose answer is lost.
    enum Landing {
        AT_ONCE,
        LATER,
        NEVER
    }

    /// @param port and method, e.g. `JobStore.apply`
    /// @param changes whether it changes anything
    /// @param many how many things it is about
    record Effect(String name, boolean changes, int many) {}

    Fault fault(Effect effect);

    /// How long an effect takes.
    Duration latency(Effect effect);

    Landing landing();

    /// How much later a call lands whose answer was lost.
    ///
    /// @param fenced whether it does nothing once its upload is forgotten
    Duration delay(boolean fenced);

    Duration freeze();

    /// Whether an eventually consistent read shows what was true a moment ago.
    boolean lags();
}
