package dev.offpeak.wire.http;

import dev.offpeak.wire.text.ByteText;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.apache.http.HttpException;
import org.apache.http.HttpMessage;
import org.apache.http.HttpResponse;
import org.apache.http.ProtocolException;
import org.apache.http.config.MessageConstraints;
import org.apache.http.impl.DefaultBHttpClientConnection;
import org.apache.http.impl.DefaultConnectionReuseStrategy;
import org.apache.http.impl.entity.StrictContentLengthStrategy;
import org.apache.http.io.BufferInfo;
import org.apache.http.protocol.BasicHttpContext;
import org.apache.http.protocol.HttpContext;

/// One connection, of Apache's HttpCore.
///
/// Between two uses it is looked at: one that lay idle, most of all through a frozen Lambda sandbox, may be closed on
/// the other side, and what is sent into it is lost. What the other side said unasked, such as a 408 before it hung
/// up, would pass for its next answer.
public final class Connection extends DefaultBHttpClientConnection {
    private static final int BUFFER = 16 * 1024;
    private static final MessageConstraints LONGEST_HEAD = MessageConstraints.custom()
            .setMaxLineLength(64 * 1024)
            .setMaxHeaderCount(500)
            .build();

    private static final HttpContext NO_CONTEXT = new BasicHttpContext();

    private static final Duration LONGEST_REST = Duration.ofSeconds(10);

    private final Socket plain;
    private final ByteBuffer unasked = ByteBuffer.allocate(1);
    private boolean cutShort;

    /// Since when it lies idle, in milliseconds of the wall clock, which alone keeps running while a sandbox is frozen.
    private long since;

    /// @param plain below TLS, where there is TLS
    /// @param socket what is spoken over
    Connection(Socket plain, Socket socket) throws IOException {
        super(BUFFER, BUFFER, null, null, LONGEST_HEAD, Connection::length, null, null, null);
        this.plain = plain;
        bind(socket);
    }

    /// One without TLS that is not connected yet.
    public static Connection unconnected() throws IOException {
        var socket = socket();
        return new Connection(socket, socket);
    }

    /// A socket that can be looked at, not connected yet.
    static Socket socket() throws IOException {
        return SocketChannel.open().socket();
    }

    public boolean isConnected() {
        return plain.isConnected();
    }

    public void connect(SocketAddress to, int millis) throws IOException {
        plain.setTcpNoDelay(true);
        plain.connect(to, millis);
    }

    /// For what is written past the library. Of no use where there is TLS.
    public OutputStream out() throws IOException {
        return plain.getOutputStream();
    }

    /// An answer whose length is said in two ways, or in no way there is, has none to be trusted (RFC 9112, 6.3).
    private static long length(HttpMessage answer) throws HttpException {
        String said = null;
        for (var all = answer.headerIterator("Content-Length"); all.hasNext(); ) {
            var length = all.nextHeader().getValue();
            if (said != null && !said.equals(length)) {
                throw new ProtocolException("several lengths");
            }
            said = length;
        }
        return StrictContentLengthStrategy.INSTANCE.determineLength(answer);
    }

    /// Sends a request and takes the head of its answer.
    HttpResponse ask(String method, ByteText head, Leaving body) throws IOException, HttpException {
        ensureOpen();
        var out = getSessionOutputBuffer();
        try {
            out.write(head.array(), 0, head.length());
            if (!body.isHandedOver()) {
                body.writeTo(out);
            }
            out.flush();
        } catch (Leaving.NoBody e) {
            throw e;
        } catch (IOException e) {
            return refusal(method, e);
        }
        return answer(method);
    }

    /// Some refuse a large request before it is out and hang up: what they said is there to be read.
    private HttpResponse refusal(String method, IOException brokenOff) throws IOException {
        cutShort = true;
        try {
            return answer(method);
        } catch (IOException | HttpException e) {
            brokenOff.addSuppressed(e);
            throw brokenOff;
        }
    }

    /// Takes the head of the answer to a request of that method; its body is still to come.
    public HttpResponse answer(String method) throws IOException, HttpException {
        var response = receiveResponseHeader();
        while (response.getStatusLine().getStatusCode() < 200) {
            response = receiveResponseHeader();
        }
        if (hasBody(method, response.getStatusLine().getStatusCode())) {
            receiveResponseEntity(response);
        }
        return response;
    }

    private static boolean hasBody(String method, int status) {
        return !method.equals("HEAD") && status != 204 && status != 304;
    }

    /// Whether it may carry another call once this answer is in.
    public boolean isReusableAfter(HttpResponse answer) {
        return !cutShort && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(answer, NO_CONTEXT);
    }

    /// It is not used from now on.
    public void rest(long now) {
        since = now;
    }

    /// Whether it may be used again. Waits for nothing.
    public boolean isGood(long now) {
        // less than nothing where the clock was set back
        return now >= since && now - since <= LONGEST_REST.toMillis() && isClean() && isSilent();
    }

    private boolean isClean() {
        return isOpen() && getSessionInputBuffer() instanceof BufferInfo buffer && buffer.length() == 0;
    }

    private boolean isSilent() {
        var channel = plain.getChannel();
        try {
            channel.configureBlocking(false);
            try {
                return channel.read(unasked.clear()) == 0;
            } finally {
                channel.configureBlocking(true);
            }
        } catch (IOException e) {
            return false;
        }
    }

    /// Ends it at once and without a word, whoever reads or writes. TLS would still say goodbye, and might wait to.
    public void cut() {
        try (plain) {
            plain.setSoLinger(true, 0);
        } catch (IOException e) {
            // it is gone one way or the other
        }
    }
}
