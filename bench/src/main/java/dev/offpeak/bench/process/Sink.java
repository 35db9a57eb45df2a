package dev.offpeak.bench.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Takes batches at whatever speed they come, keeps their length and hash, and forgets them.
final class Sink implements AutoCloseable {
    private final HttpServer server;
    private final AtomicInteger batches = new AtomicInteger();
    private final AtomicReference<String> received = new AtomicReference<>("0 -");

    private Sink(HttpServer server) {
        this.server = server;
    }

    static Sink start() throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 64);
        var sink = new Sink(server);
        server.createContext("/openai/v1/files", sink::file);
        server.createContext("/openai/v1/batches", sink::openAiBatch);
        server.createContext("/anthropic/v1/messages/batches", sink::anthropicBatch);
        server.createContext("/received", exchange -> answer(exchange, sink.received.get()));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return sink;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /// The form's last part is the file, and the boundary after it has a known length.
    private void file(HttpExchange exchange) throws IOException {
        var type = exchange.getRequestHeaders().getFirst("Content-Type");
        int tail = ("\r\n--" + type.substring(type.indexOf("boundary=") + "boundary=".length()) + "--\r\n").length();
        try (var body = exchange.getRequestBody()) {
            var head = new StringBuilder();
            while (head.indexOf("filename=") < 0 || !head.toString().endsWith("\r\n\r\n")) {
                head.append((char) body.read());
            }
            received.set(digest(body, length(exchange) - head.length() - tail));
            var _ = body.readAllBytes();
        }
        answer(exchange, "{\"id\":\"file-1\",\"object\":\"file\"}");
    }

    private void openAiBatch(HttpExchange exchange) throws IOException {
        var _ = exchange.getRequestBody().readAllBytes();
        answer(
                exchange,
                "{\"id\":\"batch_" + batches.incrementAndGet()
                        + "\",\"object\":\"batch\",\"status\":\"validating\",\"created_at\":1764000000}");
    }

    private void anthropicBatch(HttpExchange exchange) throws IOException {
        try (var body = exchange.getRequestBody()) {
            received.set(digest(body, length(exchange)));
        }
        answer(
                exchange,
                "{\"id\":\"msgbatch_" + batches.incrementAndGet()
                        + "\",\"type\":\"message_batch\",\"processing_status\":\"in_progress\","
                        + "\"created_at\":\"2026-11-23T00:00:00Z\",\"expires_at\":\"2026-11-24T00:00:00Z\"}");
    }

    private static long length(HttpExchange exchange) {
        return Long.parseLong(exchange.getRequestHeaders().getFirst("Content-Length"));
    }

    private static String digest(InputStream body, long length) throws IOException {
        var sha = sha256();
        var buffer = new byte[1 << 16];
        long left = length;
        while (left > 0) {
            int count = body.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                break;
            }
            sha.update(buffer, 0, count);
            left -= count;
        }
        return (length - left) + " " + HexFormat.of().formatHex(sha.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        var bytes = text.getBytes(US_ASCII);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
