package dev.offpeak.gateway.runtime;

import dev.offpeak.wire.http.Connection;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.http.HttpException;
import org.apache.http.HttpResponse;
import org.apache.http.ProtocolException;
import org.jspecify.annotations.Nullable;

/// The events after the one that Quarkus' loop polled, over the connection their answers go by. Quarkus polls with the
/// JDK's `HttpURLConnection`, which costs a call more than anything else here (ADR 11).
///
/// Whatever is not plainly an event ends them: polling is Quarkus' again then, with its way of dealing with it.
final class NextEvents implements AutoCloseable {
    private static final String ID = "Lambda-Runtime-Aws-Request-Id";
    private static final String DEADLINE = "Lambda-Runtime-Deadline-Ms";
    private static final String TRACE = "Lambda-Runtime-Trace-Id";

    private final RuntimeLine line;
    private final InstantSource clock;

    @Nullable
    private Connection polling;

    private boolean over;

    /// @param left of the time the function has for it
    /// @param trace to be told to X-Ray; empty where nobody traces
    /// @param body to be closed before the answer begins
    record Event(String id, Duration left, String trace, InputStream body) {}

    NextEvents(RuntimeLine line, InstantSource clock) {
        this.line = line;
        this.clock = clock;
    }

    /// Waits for the next event; empty where Quarkus has to ask for it.
    Optional<Event> next(RuntimeApi api) {
        try {
            var connection = hold(line.take());
            api.connect(connection);
            connection.out().write(api.poll());
            var event = event(connection.answer("GET"), connection);
            // one that was closed while it waited takes nothing on any more
            return release() ? Optional.of(event) : Optional.empty();
        } catch (IOException | HttpException | NumberFormatException e) {
            cut();
            return Optional.empty();
        }
    }

    private Event event(HttpResponse answer, Connection connection) throws IOException, HttpException {
        var id = header(answer, ID);
        if (answer.getStatusLine().getStatusCode() != 200 || id.isEmpty()) {
            throw new ProtocolException("no event");
        }
        var left = Duration.ofMillis(Long.parseLong(header(answer, DEADLINE)) - clock.millis());
        return new Event(id, left, header(answer, TRACE), new Body(answer, connection));
    }

    private static String header(HttpResponse answer, String name) {
        var header = answer.getFirstHeader(name);
        return header == null ? "" : header.getValue();
    }

    /// Gives the connection back at its end, unless it broke off: what is left of it would pass for what comes next.
    private final class Body extends FilterInputStream {
        private final HttpResponse answer;
        private final Connection connection;
        private boolean broken;
        private boolean closed;

        Body(HttpResponse answer, Connection connection) throws IOException {
            super(answer.getEntity().getContent());
            this.answer = answer;
            this.connection = connection;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (IOException e) {
                broken = true;
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            boolean whole = false;
            try {
                // reads what nobody has read
                super.close();
                whole = !broken;
            } finally {
                if (whole && connection.isReusableAfter(answer)) {
                    line.keep(connection);
                } else {
                    connection.cut();
                }
            }
        }
    }

    private synchronized Connection hold(Connection connection) throws IOException {
        polling = connection;
        if (over) {
            throw new IOException("the loop has ended");
        }
        return connection;
    }

    private synchronized boolean release() {
        polling = null;
        return !over;
    }

    private synchronized void cut() {
        if (polling != null) {
            polling.cut();
            polling = null;
        }
    }

    /// No event is taken from now on.
    @Override
    public synchronized void close() {
        over = true;
        cut();
    }
}
