package dev.offpeak.wire.http;

import java.io.IOException;
import java.io.InputStream;
import org.apache.http.io.SessionOutputBuffer;
import org.jspecify.annotations.Nullable;

/// A request on its way out, and how far it has come: as long as its last byte has not been handed to the connection,
/// the other side cannot have the whole of it.
final class Leaving {
    private static final int PIECE = 64 * 1024;

    private final Payload payload;
    private boolean begun;
    private boolean handedOver;

    Leaving(Payload payload) {
        this.payload = payload;
    }

    /// There is a connection, and the headers leave.
    void begin() {
        begun = true;
        // without a body they are the whole request
        handedOver = payload.length() == 0;
    }

    boolean hasBegun() {
        return begun;
    }

    boolean isHandedOver() {
        return handedOver;
    }

    void writeTo(SessionOutputBuffer out) throws IOException {
        switch (payload) {
            case Payload.Bytes(var array, int offset, int count) -> {
                for (int at = 0; at < count; at += PIECE) {
                    int piece = Math.min(PIECE, count - at);
                    handedOver = at + piece == count;
                    out.write(array, offset + at, piece);
                }
            }
            case Payload.Streamed(long length, var source) -> copy(source, length, out);
        }
    }

    private void copy(Payload.Source source, long length, SessionOutputBuffer out) throws IOException {
        var in = reading(source::open);
        try {
            copy(in, length, out);
        } finally {
            release(in);
        }
    }

    /// Says that it is the body that fails, and not the connection.
    static final class NoBody extends IOException {
        private static final long serialVersionUID = 1;

        NoBody(String why, @Nullable Throwable cause) {
            super(why, cause);
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }

    /// A body comes from wherever, and fails in whatever way.
    private static <T> T reading(Reading<T> step) throws NoBody {
        try {
            return step.read();
        } catch (IOException | RuntimeException e) {
            throw new NoBody("the body cannot be read", e);
        }
    }

    private static void release(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            // it was only read; the call's outcome says how far that went
        }
    }

    private void copy(InputStream in, long length, SessionOutputBuffer out) throws IOException {
        var piece = new byte[PIECE];
        for (long left = length; left > 0; ) {
            int most = (int) Math.min(PIECE, left);
            int read = reading(() -> in.read(piece, 0, most));
            if (read < 0) {
                throw new NoBody("the body is too short", null);
            }
            left -= read;
            if (left == 0) {
                if (reading(in::read) >= 0) {
                    throw new NoBody("the body is too long", null);
                }
                handedOver = true;
            }
            out.write(piece, 0, read);
        }
    }
}
