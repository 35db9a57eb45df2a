package dev.offpeak.core.account;

import java.time.Instant;

/// What one bundle takes up of an account's queue, from before its create call until its batch has ended.
///
/// @param tokens as they were estimated when it was admitted
/// @param since the last time it was admitted
/// @param open whether its create call is not accounted for: it is being made, or in doubt
public record Hold(String model, long tokens, long requests, Instant since, boolean open) {
    boolean isSameAdmission(Hold other) {
        return since.equals(other.since);
    }

    Hold accounted() {
        return new Hold(model, tokens, requests, since, false);
    }
}
