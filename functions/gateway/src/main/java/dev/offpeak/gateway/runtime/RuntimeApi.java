package dev.offpeak.gateway.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.offpeak.gateway.http.StreamedAnswer;
import dev.offpeak.wire.http.Connection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URL;

/// The Runtime API of this sandbox (docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html, 2026-11), and what is said
/// to it.
final class RuntimeApi {
    private static final int CONNECT_MILLIS = 2_000;
    private static final String RESPONSE = "/response";

    private final String host;
    private final int port;
    private final byte[] poll;
    private final byte[] beforeId;
    private final byte[] afterId;

    private RuntimeApi(String host, int port, String authority, String invocations) {
        this.host = host;
        this.port = port;
        poll = bytes("GET " + invocations + "next HTTP/1.1\r\nHost: " + authority + "\r\n\r\n");
        beforeId = bytes("POST " + invocations);
        afterId = bytes(RESPONSE + " HTTP/1.1\r\nHost: " + authority + "\r\nContent-Type: "
                + StreamedAnswer.CONTENT_TYPE
                + "\r\nLambda-Runtime-Function-Response-Mode: streaming"
                + "\r\nTrailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body"
                + "\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    /// @param answer where Quarkus would post an invocation's answer: `http://…/invocation/{id}/response`
    static RuntimeApi of(URL answer) {
        var path = answer.getPath();
        return new RuntimeApi(
                answer.getHost(),
                answer.getPort() < 0 ? answer.getDefaultPort() : answer.getPort(),
                answer.getAuthority(),
                path.substring(0, path.length() - RESPONSE.length() - id(answer).length()));
    }

    /// Whose answer it would be.
    static String id(URL answer) {
        var path = answer.getPath();
        int end = path.length() - RESPONSE.length();
        return path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    void connect(Connection connection) throws IOException {
        if (!connection.isConnected()) {
            connection.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
        }
    }

    /// The request for the next event. Not to be changed.
    byte[] poll() {
        return poll;
    }

    /// How the request begins that carries an invocation's answer, as a chunked stream. In pieces, which are not to be
    /// changed.
    byte[][] answer(String invocation) {
        return new byte[][] {beforeId, bytes(invocation), afterId};
    }
}
