package dev.offpeak.local.http;

import com.sun.net.httpserver.HttpExchange;
import dev.offpeak.local.lambda.AnswerSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/// Sends a streamed answer as it comes: JSON with status and headers, eight NULs, then the body
/// (docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html).
final class StreamedAnswer implements AnswerSink {
    private static final int PRELUDE_ENDS = 8;
    private static final int LONGEST_PRELUDE = 16 * 1024;

    private final HttpExchange exchange;
    private final ByteArrayOutputStream prelude = new ByteArrayOutputStream();
    private int nulls;
    private volatile boolean begun;

    StreamedAnswer(HttpExchange exchange) {
        this.exchange = exchange;
    }

    /// Whether the client has seen a part of it.
    boolean hasBegun() {
        return begun;
    }

    @Override
    public void write(byte[] bytes, int length) throws IOException {
        int from = begun ? 0 : readPrelude(bytes, length);
        if (begun && from < length && !exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseBody().write(bytes, from, length - from);
            exchange.getResponseBody().flush();
        }
    }

    private int readPrelude(byte[] bytes, int length) throws IOException {
        for (int i = 0; i < length; i++) {
            prelude.write(bytes[i]);
            nulls = bytes[i] == 0 ? nulls + 1 : 0;
            if (nulls == PRELUDE_ENDS) {
                begin(Arrays.copyOf(prelude.toByteArray(), prelude.size() - PRELUDE_ENDS));
                return i + 1;
            }
        }
        if (prelude.size() > LONGEST_PRELUDE) {
            throw new IOException("no prelude in the first " + prelude.size() + " bytes of the answer");
        }
        return length;
    }

    private void begin(byte[] json) throws IOException {
        ProxyAnswer head = ProxyAnswer.parse(json);
        head.headers().forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
        exchange.getResponseHeaders().remove("Content-Length");
        boolean bare = exchange.getRequestMethod().equals("HEAD") || head.status() == 204 || head.status() == 304;
        begun = true;
        exchange.sendResponseHeaders(head.status(), bare ? -1 : 0);
        if (!bare) {
            // the JDK keeps the headers back until there is a body
            exchange.getResponseBody().flush();
        }
    }
}
