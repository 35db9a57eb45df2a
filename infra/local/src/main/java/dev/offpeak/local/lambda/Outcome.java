package dev.offpeak.local.lambda;

import java.nio.charset.StandardCharsets;

/// How one invocation ended.
public sealed interface Outcome {

    /// The function returned; the payload is its answer, byte for byte.
    record Answered(byte[] payload) implements Outcome {
        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    /// The function threw, or its process failed; type and message are the ones Lambda reports.
    record Failed(Reason reason, String type, String message) implements Outcome {}

    enum Reason {
        /// The handler reported an error; the process lives on.
        HANDLER,
        /// The time limit passed; the process was killed.
        TIMEOUT,
        /// The process ended in the middle of the invocation.
        EXIT,
        /// No process came up to take the invocation.
        INIT
    }
}
