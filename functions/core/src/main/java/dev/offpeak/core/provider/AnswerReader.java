package dev.offpeak.core.provider;

import dev.offpeak.core.pricing.Usage;
import java.io.IOException;

/// Reads the usage of an answer while its bytes pass, in bounded memory.
public interface AnswerReader {
    /// Where the caller's bytes go.
    @FunctionalInterface
    interface Sink {
        void write(byte[] bytes, int from, int to) throws IOException;
    }

    /// Shows the next bytes and passes on what of them is for the caller.
    void read(byte[] bytes, int from, int to, Sink out) throws IOException;

    /// The answer has ended as it should; passes on what was held back.
    void end(Sink out) throws IOException;

    /// What was read so far.
    Usage usage();

    /// Whether [#usage] is the whole of it.
    boolean isComplete();

    /// For answers nothing is read of.
    static AnswerReader none() {
        return new AnswerReader() {
            @Override
            public void read(byte[] bytes, int from, int to, Sink out) throws IOException {
                out.write(bytes, from, to);
            }

            @Override
            public void end(Sink out) {}

            @Override
            public Usage usage() {
                return Usage.NONE;
            }

            @Override
            public boolean isComplete() {
                return false;
            }
        };
    }
}
