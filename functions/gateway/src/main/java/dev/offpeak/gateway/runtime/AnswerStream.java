package dev.offpeak.gateway.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.offpeak.wire.deadline.Deadline;
import dev.offpeak.wire.http.Connection;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Base64;
import org.apache.http.HttpException;
import org.apache.http.HttpResponse;
import org.apache.http.NoHttpResponseException;
import org.jspecify.annotations.Nullable;

/// One streamed answer to the Lambda Runtime API: a chunked POST
/// (docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html, 2026-11). What is written is sent by the next flush, or
/// with the answer's end.
public final class AnswerStream extends OutputStream {
    /// The longest that Lambda lets a function run.
    private static final Duration LONGEST = Duration.ofMinutes(15);

    /// The answer is out then; whether it was taken only decides how soon the next invocation comes.
    private static final Duration ACKNOWLEDGED = Duration.ofSeconds(10);

    private static final byte[] NOTHING = {};
    private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};
    private static final byte[][] NO_HEAD = {};

    /// Of what the Runtime API says to an answer, in bytes.
    private static final long LONGEST_ACKNOWLEDGEMENT = 8 * 1024;

    private final RuntimeApi api;
    private final String invocation;
    private final RuntimeLine line;
    private final Chunk pending;
    private final Deadline deadline;
    private boolean begun;
    private volatile State state = State.OPEN;

    /// Whether no connection may be held any more.
    private boolean cut;

    @Nullable
    private Connection connection;

    private enum State {
        OPEN,
        ENDED,
        GIVEN_UP
    }

    AnswerStream(RuntimeApi api, String invocation, RuntimeLine line) {
        this.api = api;
        this.invocation = invocation;
        this.line = line;
        pending = line.pending();
        pending.clear();
        deadline = line.deadlines().in(LONGEST, this::abandon);
    }

    /// Gives the answer up when the time has passed, also while Lambda does not take what is being written.
    void endWithin(Duration time) {
        deadline.move(time);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (state != State.OPEN) {
            throw new IOException("the answer is over");
        }
        for (int sent = 0; sent < length; ) {
            sent += pending.add(bytes, offset + sent, length - sent);
            if (pending.isFull()) {
                send(NOTHING);
            }
        }
    }

    /// Sends what was written as one chunk.
    @Override
    public void flush() throws IOException {
        if (state == State.OPEN && !pending.isEmpty()) {
            send(NOTHING);
        }
    }

    /// @param end goes after what was written
    private void send(byte[] end) throws IOException {
        var head = begun ? NO_HEAD : api.answer(invocation);
        begun = true;
        pending.send(head, end, connected().out());
    }

    /// Says that the answer is whole.
    @Override
    public void close() throws IOException {
        switch (state) {
            case OPEN -> finish(LAST_CHUNK);
            case ENDED -> {
                // once is enough
            }
            case GIVEN_UP -> throw new IOException("the answer was given up");
        }
    }

    /// Says that the answer broke off, so that Lambda breaks off the caller's, too.
    void fail(String type, String message) {
        if (state != State.OPEN) {
            return;
        }
        try {
            var error = "{\"errorType\":" + quoted(type) + ",\"errorMessage\":" + quoted(message) + "}";
            var end = "0\r\nLambda-Runtime-Function-Error-Type: " + type + "\r\nLambda-Runtime-Function-Error-Body: "
                    + Base64.getEncoder().encodeToString(error.getBytes(UTF_8)) + "\r\n\r\n";
            finish(end.getBytes(US_ASCII));
        } catch (IOException e) {
            abandon();
        }
    }

    private static String quoted(String text) {
        return "\"" + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }

    private void finish(byte[] end) throws IOException {
        state = State.ENDED;
        try {
            send(end);
            acknowledged();
        } finally {
            abandon();
        }
    }

    private void acknowledged() throws IOException {
        var patience = line.deadlines().in(ACKNOWLEDGED, this::abandon);
        try {
            var held = connected();
            var said = held.answer("POST");
            if (held.isReusableAfter(said) && isRead(said)) {
                leaveConnection();
            }
            int status = said.getStatusLine().getStatusCode();
            if (status < 200 || status >= 300) {
                throw new Refused(Integer.toString(status));
            }
        } catch (NoHttpResponseException e) {
            throw new Refused("it hung up");
        } catch (HttpException e) {
            throw new Refused("something that is not HTTP");
        } finally {
            patience.lift();
        }
    }

    private static boolean isRead(HttpResponse said) throws IOException {
        var body = said.getEntity();
        if (body == null) {
            return true;
        }
        boolean isShort = body.getContentLength() >= 0 && body.getContentLength() <= LONGEST_ACKNOWLEDGEMENT;
        if (isShort) {
            // reads it to its end
            body.getContent().close();
        }
        return isShort;
    }

    /// Said when the answer is out and Lambda has not taken it, such as `413` for one that is too large.
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(String why) {
            super("the runtime did not take the answer: " + why);
        }
    }

    private Connection connected() throws IOException {
        var held = held();
        api.connect(held);
        return held;
    }

    /// Held before it is connected, so that whoever gives the answer up has something to close.
    private synchronized Connection held() throws IOException {
        if (cut) {
            throw new IOException("the answer was given up");
        }
        if (connection == null) {
            connection = line.take();
        }
        return connection;
    }

    /// From here on nobody who gives this answer up can close the next one's connection.
    private synchronized void leaveConnection() {
        if (connection != null && !cut) {
            line.keep(connection);
            connection = null;
        }
    }

    /// Leaves the answer as far as it got.
    synchronized void abandon() {
        cut = true;
        if (state == State.OPEN) {
            state = State.GIVEN_UP;
        }
        deadline.lift();
        if (connection != null) {
            RuntimeLine.close(connection);
        }
    }
}
