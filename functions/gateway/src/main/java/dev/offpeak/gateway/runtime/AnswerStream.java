package dev.offpeak.gateway.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.offpeak.gateway.http.StreamedAnswer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URL;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// One streamed answer to the Lambda Runtime API: a chunked POST over a connection of its own
/// (docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html, 2026-11). What is written is sent by the next flush.
public final class AnswerStream extends OutputStream {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int ACKNOWLEDGE_MILLIS = 10_000;
    private static final int STATUS_LINE = "HTTP/1.1 202".length();
    private static final byte[] NOTHING = {};

    private final URL url;
    private final Chunk pending;
    private final CompletableFuture<Boolean> alarm = new CompletableFuture<>();
    private volatile boolean over;

    /// Closed by whoever gives the answer up, before it is connected, too.
    private final Socket socket = new Socket();

    AnswerStream(URL url, Chunk pending) {
        this.url = url;
        this.pending = pending;
        pending.clear();
    }

    /// Gives the answer up when the time has passed, also while Lambda does not take what is being written.
    void endWithin(Duration time) {
        alarm.completeOnTimeout(true, Math.max(1, time.toMillis()), TimeUnit.MILLISECONDS)
                .thenAccept(rang -> {
                    if (rang) {
                        abandon();
                    }
                });
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (over) {
            throw new IOException("the answer is over");
        }
        for (int sent = 0; sent < length; ) {
            sent += pending.add(bytes, offset + sent, length - sent);
            if (pending.isFull()) {
                sendPending();
            }
        }
    }

    /// Sends what was written as one chunk.
    @Override
    public void flush() throws IOException {
        if (!over && !pending.isEmpty()) {
            sendPending();
        }
    }

    private void sendPending() throws IOException {
        var head = connect() ? head() : NOTHING;
        pending.send(head, socket.getOutputStream());
    }

    /// Says that the answer is whole.
    @Override
    public void close() throws IOException {
        if (!over) {
            flush();
            finish("0\r\n\r\n");
        }
    }

    /// Says that the answer broke off, so that Lambda breaks off the caller's, too.
    void fail(String type, String message) {
        if (over) {
            return;
        }
        try {
            flush();
            var error = "{\"errorType\":" + quoted(type) + ",\"errorMessage\":" + quoted(message) + "}";
            finish("0\r\nLambda-Runtime-Function-Error-Type: " + type + "\r\nLambda-Runtime-Function-Error-Body: "
                    + Base64.getEncoder().encodeToString(error.getBytes(UTF_8)) + "\r\n\r\n");
        } catch (IOException e) {
            abandon();
        }
    }

    private static String quoted(String text) {
        return "\"" + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }

    /// Leaves the answer as far as it got.
    void abandon() {
        over = true;
        alarm.complete(false);
        try {
            socket.close();
        } catch (IOException e) {
            // there is nobody to tell
        }
    }

    private void finish(String end) throws IOException {
        over = true;
        try (socket) {
            if (connect()) {
                // not even a prelude: an empty answer is still one
                socket.getOutputStream().write(head());
            }
            socket.getOutputStream().write(end.getBytes(US_ASCII));
            // the answer is out; whether it was taken only decides how soon the next invocation comes
            socket.setSoTimeout(ACKNOWLEDGE_MILLIS);
            var status = new String(socket.getInputStream().readNBytes(STATUS_LINE), US_ASCII);
            if (!status.matches("HTTP/1\\.[01] 2\\d\\d")) {
                throw new Refused("the runtime did not take the answer: " + (status.isEmpty() ? "it hung up" : status));
            }
        } finally {
            alarm.complete(false);
        }
    }

    /// Said when the answer is out and Lambda has not taken it, such as `413` for one that is too large.
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(String why) {
            super(why);
        }
    }

    private byte[] head() {
        return ("POST " + url.getFile() + " HTTP/1.1\r\nHost: " + url.getAuthority()
                        + "\r\nContent-Type: " + StreamedAnswer.CONTENT_TYPE
                        + "\r\nLambda-Runtime-Function-Response-Mode: streaming"
                        + "\r\nTrailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body"
                        + "\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
                .getBytes(US_ASCII);
    }

    /// @return whether it was not before
    private boolean connect() throws IOException {
        if (socket.isConnected()) {
            return false;
        }
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        socket.connect(new InetSocketAddress(url.getHost(), url.getPort() < 0 ? 80 : url.getPort()), CONNECT_MILLIS);
        return true;
    }
}
