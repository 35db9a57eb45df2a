package dev.offpeak.core.routing;

/// The decision for one job: lane, how it is executed, and why.
///
/// @param why shown to the caller, in words
public record Route(Lane lane, Execution execution, String why) {
    public enum Execution {
        /// On the caller's connection.
        INLINE,
        /// Accepted now, answered later.
        BACKGROUND
    }
}
