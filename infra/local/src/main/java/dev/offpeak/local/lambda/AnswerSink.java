package dev.offpeak.local.lambda;

import java.io.IOException;

/// Takes a streamed answer piece by piece, while the function still writes it.
@FunctionalInterface
public interface AnswerSink {
    /// @throws IOException when whoever asked has gone; the function is told by its next write
    void write(byte[] bytes, int length) throws IOException;
}
