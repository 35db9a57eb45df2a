package dev.offpeak.gateway.dropin;

import dev.offpeak.core.provider.AnswerReader;
import dev.offpeak.gateway.http.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A provider's answer on its way to the caller.
final class PassingAnswer implements Content.Source {
    /// One for all answers of a thread, which writes them one after the other.
    private static final ThreadLocal<byte[]> PIECE = ThreadLocal.withInitial(() -> new byte[4 * 1024]);

    private final InputStream from;
    private final long length;
    private final AnswerReader reader;
    private final Runnable settle;

    /// @param length of the answer, where it tells it; -1 where it does not
    /// @param settle enters the call in the ledger
    PassingAnswer(InputStream from, long length, AnswerReader reader, Runnable settle) {
        this.from = from;
        this.length = length;
        this.reader = reader;
        this.settle = settle;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        var piece = PIECE.get();
        AnswerReader.Sink sink = (bytes, start, end) -> out.write(bytes, start, end - start);
        if (length < 0) {
            // a stream may be long in beginning
            out.flush();
        }
        long passed = 0;
        for (int read = next(piece); read >= 0; read = next(piece)) {
            passed += read;
            reader.read(piece, 0, read, sink);
            if (passed != length) {
                // the next piece may be long in coming; after the last one the answer's end is sent anyway
                out.flush();
            }
        }
        reader.end(sink);
    }

    private int next(byte[] piece) throws IOException {
        try {
            return from.read(piece);
        } catch (IOException e) {
            // messages of the HTTP client quote what it read
            throw new Content.BrokenAnswer(
                    "the provider's answer broke off: " + e.getClass().getSimpleName());
        }
    }

    /// Closing the stream early ends the call: nobody is left to read it.
    @Override
    public void close() {
        try {
            from.close();
        } catch (IOException e) {
            // it was only read
        } finally {
            settle.run();
        }
    }
}
