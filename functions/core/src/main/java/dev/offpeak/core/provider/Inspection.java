package dev.offpeak.core.provider;

/// What a provider's dialect can tell of a request without sending it.
public sealed interface Inspection {
    /// A batch may hold it.
    ///
    /// @param model the model as the body names it
    /// @param inputs how much it weighs against [BatchLimits#inputs()]: texts of an embeddings call, otherwise 0
    record Batchable(String model, int inputs) implements Inspection {}

    /// Only a direct call can do it; `why` is shown to the caller.
    record DirectOnly(String model, String why) implements Inspection {}

    /// No lane can do it; `field` and `why` are shown to the caller.
    record Invalid(String field, String why) implements Inspection {}
}
