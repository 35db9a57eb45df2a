package dev.offpeak.gateway.background;

import dev.offpeak.core.provider.Background.Reason;
import dev.offpeak.core.provider.Background.Standing;
import dev.offpeak.core.provider.Body;

/// What there is to show of a job in its provider's background form.
sealed interface Shown {
    Standing standing();

    /// It has no success to show: not yet, or for good.
    record Standstill(Standing standing) implements Shown {}

    /// @param standing as it was before the answer came
    record Answered(Standing standing, Body answer) implements Shown {}

    /// @param bytes of the answer
    record TooLarge(Standing standing, long bytes) implements Shown {
        /// In words that say where it is.
        Reason reason() {
            return new Reason(
                    "too_large",
                    "the answer has " + bytes + " bytes, more than can be shown in this form (" + ShowBackground.LARGEST
                            + "); GET /v1/jobs/" + standing.job() + "/result has it, untouched");
        }
    }
}
