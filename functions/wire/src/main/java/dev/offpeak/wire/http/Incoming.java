package dev.offpeak.wire.http;

import dev.offpeak.wire.deadline.Deadline;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// The body of an answer as it comes in. It fails, rather than ends, when it is cut short or its time is up; closing it
/// before its end ends the call.
final class Incoming extends InputStream {
    private final InputStream in;
    private final Exchange exchange;
    private final Deadline deadline;
    private final boolean reusable;
    private boolean whole;
    private volatile boolean closed;

    @Nullable
    private IOException failure;

    /// @param reusable whether the connection may carry another call after it
    Incoming(InputStream in, Exchange exchange, Deadline deadline, boolean reusable) {
        this.in = in;
        this.exchange = exchange;
        this.deadline = deadline;
        this.reusable = reusable;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            // the library's stream would wait for more first
            return 0;
        }
        if (whole) {
            return -1;
        }
        if (closed) {
            throw new IOException("closed");
        }
        if (failure != null) {
            // the library's stream would end here
            throw failure;
        }
        try {
            int read = in.read(bytes, offset, length);
            if (read < 0) {
                deadline.lift();
                if (!exchange.finish(reusable)) {
                    // TLS may tell its reader of an end where somebody has hung up
                    throw new IOException("hung up");
                }
                whole = true;
            }
            return read;
        } catch (IOException e) {
            failure = new IOException(
                    deadline.passed() ? "the answer was not in when its time was up" : "the answer broke off", e);
            throw failure;
        }
    }

    @Override
    public void close() {
        closed = true;
        deadline.lift();
        if (!whole) {
            exchange.hangUp();
        }
    }
}
