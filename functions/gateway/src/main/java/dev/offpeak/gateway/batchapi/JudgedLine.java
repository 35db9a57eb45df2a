package dev.offpeak.gateway.batchapi;

import dev.offpeak.core.provider.Dialect;
import dev.offpeak.core.provider.Inspection;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.surface.CallerLine;
import java.util.Optional;

/// A line of a batch that is being made, and why it is refused where it is.
record JudgedLine(CallerLine line, Request call, Optional<String> refusal) {
    static JudgedLine of(CallerLine line, Request call, Dialect dialect) {
        return new JudgedLine(line, call, refusal(dialect.inspect(call)));
    }

    /// A line that no batch takes would cost full price, which nobody who sends a batch expects.
    private static Optional<String> refusal(Inspection inspection) {
        return switch (inspection) {
            case Inspection.Batchable batchable -> Optional.empty();
            case Inspection.DirectOnly(var model, var why) -> Optional.of(why);
            case Inspection.Invalid(var field, var why) -> Optional.of(field.replaceFirst("^body\\.", "") + ": " + why);
        };
    }

    boolean isRefused() {
        return refusal.isPresent();
    }
}
