package dev.offpeak.bench.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/// A provider that answers every chat completion, and every count of tokens, with the same bytes after a delay, and
/// whatever else it is asked with an empty object: as such it stands in for DynamoDB, too.
final class Stub implements AutoCloseable {
    private final Server server;
    private final byte[] whole;
    private final byte[] streamHead;
    private final byte[] event;
    private final byte[] last;
    private final byte[] nothing;
    private final int events;
    private volatile Duration delay = Duration.ZERO;

    /// @param bytes of text in an answer
    Stub(int bytes, int events) throws IOException {
        var text = "x".repeat(bytes);
        var usage = "\"usage\":{\"prompt_tokens\":500,\"completion_tokens\":500,\"total_tokens\":1000}";
        whole = response(
                "application/json",
                "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"gpt-5.4-mini\",\"choices\":"
                        + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + text
                        + "\"},\"finish_reason\":\"stop\"}]," + usage + "}");
        nothing = response("application/x-amz-json-1.0", "{}");
        streamHead = ("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
                        + "Transfer-Encoding: chunked\r\nx-request-id: req_1\r\n\r\n")
                .getBytes(UTF_8);
        var head =
                "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-5.4-mini\",";
        event = chunk("data: " + head + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
                + "x".repeat(bytes / events) + "\"},\"finish_reason\":null}],\"usage\":null}\n\n");
        last = chunk("data: " + head + "\"choices\":[]," + usage + "}\n\ndata: [DONE]\n\n");
        this.events = events;
        server = new Server(this::answer);
    }

    String address() {
        return server.address();
    }

    void delay(Duration before) {
        delay = before;
    }

    private static byte[] response(String type, String body) {
        return ("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length()
                        + "\r\nx-request-id: req_1\r\nx-ratelimit-remaining-requests: 9999\r\n\r\n" + body)
                .getBytes(UTF_8);
    }

    private static byte[] chunk(String text) {
        return (Integer.toHexString(text.length()) + "\r\n" + text + "\r\n").getBytes(UTF_8);
    }

    private void answer(Message request, OutputStream out) throws IOException, InterruptedException {
        if (!request.firstLine().contains("/chat/completions")
                && !request.firstLine().contains("/count_tokens")) {
            out.write(nothing);
            return;
        }
        if (delay.isPositive()) {
            Thread.sleep(delay);
        }
        // callers that stream say so within the first bytes
        if (!new String(request.body(), 0, Math.min(200, request.body().length), UTF_8).contains("\"stream\":true")) {
            out.write(whole);
            return;
        }
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(streamHead);
        for (int i = 0; i < events; i++) {
            bytes.writeBytes(event);
        }
        bytes.writeBytes(last);
        bytes.writeBytes("0\r\n\r\n".getBytes(UTF_8));
        bytes.writeTo(out);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
