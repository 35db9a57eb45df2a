package dev.offpeak.wire.http;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import org.apache.http.Header;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpException;
import org.apache.http.HttpMessage;
import org.apache.http.HttpRequest;
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
final class Connection extends DefaultBHttpClientConnection {
    private static final int BUFFER = 16 * 1024;
    private static final MessageConstraints LONGEST_HEAD = MessageConstraints.custom()
            .setMaxLineLength(64 * 1024)
            .setMaxHeaderCount(500)
            .build();

    private static final HttpContext NO_CONTEXT = new BasicHttpContext();

    private final Socket plain;
    private boolean cutShort;

    /// @param plain below TLS, where there is TLS
    /// @param socket what is spoken over
    Connection(Socket plain, Socket socket) throws IOException {
        super(BUFFER, BUFFER, null, null, LONGEST_HEAD, Connection::length, null, null, null);
        this.plain = plain;
        bind(socket);
    }

    /// An answer whose length is said in two ways, or in no way there is, has none to be trusted (RFC 9112, 6.3).
    private static long length(HttpMessage answer) throws HttpException {
        var said = Arrays.stream(answer.getHeaders("Content-Length"))
                .map(Header::getValue)
                .distinct()
                .count();
        if (said > 1) {
            throw new ProtocolException("several lengths");
        }
        return StrictContentLengthStrategy.INSTANCE.determineLength(answer);
    }

    /// Sends a request and takes the head of its answer.
    HttpResponse ask(HttpEntityEnclosingRequest request) throws IOException, HttpException {
        sendRequestHeader(request);
        try {
            if (request.getEntity().getContentLength() > 0) {
                sendRequestEntity(request);
            }
            flush();
        } catch (Leaving.NoBody e) {
            throw e;
        } catch (IOException e) {
            return refusal(request, e);
        }
        return answer(request);
    }

    /// Some refuse a large request before it is out and hang up: what they said is there to be read.
    private HttpResponse refusal(HttpRequest request, IOException brokenOff) throws IOException {
        cutShort = true;
        try {
            return answer(request);
        } catch (IOException | HttpException e) {
            brokenOff.addSuppressed(e);
            throw brokenOff;
        }
    }

    private HttpResponse answer(HttpRequest request) throws IOException, HttpException {
        var response = receiveResponseHeader();
        while (response.getStatusLine().getStatusCode() < 200) {
            response = receiveResponseHeader();
        }
        if (hasBody(
                request.getRequestLine().getMethod(), response.getStatusLine().getStatusCode())) {
            receiveResponseEntity(response);
        }
        return response;
    }

    private static boolean hasBody(String method, int status) {
        return !method.equals("HEAD") && status != 204 && status != 304;
    }

    /// Whether it may carry another call once this answer is in.
    boolean isReusableAfter(HttpResponse answer) {
        return !cutShort && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(answer, NO_CONTEXT);
    }

    /// Whether nothing has come in that belongs to no call: it would pass for the next one's answer.
    boolean isClean() {
        return isOpen() && getSessionInputBuffer() instanceof BufferInfo buffer && buffer.length() == 0;
    }

    /// The connection from now on, until it is used again.
    IdleSocket idle(long now) {
        return new IdleSocket(plain, now);
    }

    /// Ends it at once and without a word, whoever reads or writes. TLS would still say goodbye, and might wait to.
    void cut() throws IOException {
        plain.setSoLinger(true, 0);
        plain.close();
    }
}
