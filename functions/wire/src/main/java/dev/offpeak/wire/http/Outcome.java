package dev.offpeak.wire.http;

import dev.offpeak.core.provider.Headers;

/// What became of a call.
public sealed interface Outcome {
    /// @param headers joined by ", " where one name came more than once
    record Answered(int status, Headers headers, byte[] body) implements Outcome {
        public boolean succeeded() {
            return status >= 200 && status < 300;
        }
    }

    /// The last byte of the request never left: the other side cannot have acted on it.
    record NotSent(String why) implements Outcome {}

    /// The request may have arrived whole and the answer is lost.
    record InDoubt(String why) implements Outcome {}
}
