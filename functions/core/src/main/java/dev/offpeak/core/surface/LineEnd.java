package dev.offpeak.core.surface;

import dev.offpeak.core.provider.Body;

/// What the results say of one line.
public sealed interface LineEnd {
    /// The provider answered; any status.
    record Answered(int status, Body body) implements LineEnd {
        public boolean succeeded() {
            return status >= 200 && status < 300;
        }
    }

    /// It was not sound enough to be sent.
    record Refused(String why) implements LineEnd {}

    /// It failed, and there is no answer of the provider's to show.
    record Failed(String code, String message) implements LineEnd {}

    record Canceled() implements LineEnd {}

    record Expired() implements LineEnd {}
}
