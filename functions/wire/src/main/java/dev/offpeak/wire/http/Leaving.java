package dev.offpeak.wire.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.http.entity.AbstractHttpEntity;

/// A request on its way out, and how far it has come: as long as its last byte has not been handed to the connection,
/// the other side cannot have the whole of it.
final class Leaving extends AbstractHttpEntity {
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

    @Override
    public void writeTo(OutputStream out) throws IOException {
        switch (payload) {
            case Payload.Bytes(var array, int offset, int count) -> {
                for (int at = 0; at < count; at += PIECE) {
                    int piece = Math.min(PIECE, count - at);
                    handedOver = at + piece == count;
                    out.write(array, offset + at, piece);
                }
            }
            case Payload.Streamed(long length, var source) -> {
                try (var in = source.open()) {
                    copy(in, length, out);
                }
            }
        }
    }

    private void copy(InputStream in, long length, OutputStream out) throws IOException {
        var piece = new byte[PIECE];
        for (long left = length; left > 0; ) {
            int read = in.read(piece, 0, (int) Math.min(PIECE, left));
            if (read < 0) {
                throw new IOException("the body is too short");
            }
            left -= read;
            if (left == 0) {
                if (in.read() >= 0) {
                    throw new IOException("the body is too long");
                }
                handedOver = true;
            }
            out.write(piece, 0, read);
        }
    }

    @Override
    public long getContentLength() {
        return payload.length();
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public boolean isStreaming() {
        return !handedOver;
    }

    @Override
    public InputStream getContent() {
        throw new UnsupportedOperationException("it is written");
    }
}
