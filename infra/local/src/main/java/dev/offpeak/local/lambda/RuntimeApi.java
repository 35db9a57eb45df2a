package dev.offpeak.local.lambda;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.offpeak.local.LoopbackServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The Lambda Runtime API of one sandbox: hands out invocations and takes their answers.
///
/// Paths and headers as in docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html (2018-06-01).
final class RuntimeApi implements AutoCloseable {

    private static final String VERSION = "/2018-06-01/runtime/";
    private static final String MODE = "Lambda-Runtime-Function-Response-Mode";
    private static final int PIECE = 16 * 1024;
    private static final int MAX_ANSWER_BYTES = 6 * 1024 * 1024;

    private final LoopbackServer server = LoopbackServer.bind(0, "runtime API");
    private final SynchronousQueue<Invocation> handover = new SynchronousQueue<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final String arn;
    private final Duration timeout;
    private final Clock clock;
    private volatile @Nullable Invocation current;

    RuntimeApi(String arn, Duration timeout, Clock clock) {
        this.arn = arn;
        this.timeout = timeout;
        this.clock = clock;
        server.serve(this::route);
    }

    String address() {
        return "127.0.0.1:" + server.port();
    }

    /// Completes when the process first asks for work; fails with an [InitException] when it reports that it cannot.
    CompletableFuture<Void> ready() {
        return ready;
    }

    /// Offers an invocation to the process; false when it does not ask for work in time.
    boolean offer(Invocation invocation, Duration patience) throws InterruptedException {
        return handover.offer(invocation, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        server.close();
    }

    private void route(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.equals(VERSION + "invocation/next")) {
                next(exchange);
            } else if (path.equals(VERSION + "init/error")) {
                ready.completeExceptionally(new InitException(RuntimeError.read(exchange)));
                reply(exchange, 202, "{\"status\":\"OK\"}");
            } else if (path.startsWith(VERSION + "invocation/")) {
                answer(exchange, path.substring((VERSION + "invocation/").length()));
            } else {
                reply(exchange, 404, "{\"errorMessage\":\"no such path\"}");
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void next(HttpExchange exchange) throws IOException, InterruptedException {
        ready.complete(null);
        Invocation invocation = handover.take();
        current = invocation;
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/json");
        headers.set("Lambda-Runtime-Aws-Request-Id", invocation.id());
        headers.set("Lambda-Runtime-Trace-Id", invocation.traceId());
        headers.set("Lambda-Runtime-Invoked-Function-Arn", arn);
        headers.set(
                "Lambda-Runtime-Deadline-Ms",
                Long.toString(clock.instant().plus(timeout).toEpochMilli()));
        exchange.sendResponseHeaders(200, invocation.payload().length);
        exchange.getResponseBody().write(invocation.payload());
    }

    private void answer(HttpExchange exchange, String idAndKind) throws IOException {
        Invocation invocation = current;
        if (invocation == null || !idAndKind.startsWith(invocation.id() + "/")) {
            reply(
                    exchange,
                    400,
                    "{\"errorMessage\":\"not the invocation in flight\",\"errorType\":\"InvalidRequestID\"}");
        } else if (idAndKind.endsWith("/error")) {
            RuntimeError error = RuntimeError.read(exchange);
            finish(invocation, new Outcome.Failed(Outcome.Reason.HANDLER, error.type(), error.message()));
            reply(exchange, 202, "{\"status\":\"OK\"}");
        } else if ("streaming".equals(exchange.getRequestHeaders().getFirst(MODE))) {
            stream(exchange, invocation);
        } else {
            byte[] payload = exchange.getRequestBody().readNBytes(MAX_ANSWER_BYTES + 1);
            boolean tooLarge = payload.length > MAX_ANSWER_BYTES;
            finish(invocation, tooLarge ? tooLarge() : new Outcome.Answered(payload));
            reply(exchange, tooLarge ? 413 : 202, "{\"status\":\"OK\"}");
        }
    }

    private void stream(HttpExchange exchange, Invocation invocation) throws IOException {
        byte[] piece = new byte[PIECE];
        try {
            for (int read = next(exchange, piece); read >= 0; read = next(exchange, piece)) {
                invocation.sink().write(piece, read);
            }
        } catch (BrokenAnswerException broken) {
            finish(invocation, new Outcome.Failed(Outcome.Reason.HANDLER, "Function.BrokenAnswer", "it broke off"));
            throw broken;
        } catch (IOException gone) {
            // nobody is left to read it: the function learns that by its next write
            finish(invocation, new Outcome.Answered(new byte[0]));
            throw gone;
        }
        finish(invocation, new Outcome.Answered(new byte[0]));
        reply(exchange, 202, "{\"status\":\"OK\"}");
    }

    // The JDK's server does not read trailers and fails on them: with them an answer broke off, too.
    private static int next(HttpExchange exchange, byte[] piece) throws BrokenAnswerException {
        try {
            return exchange.getRequestBody().read(piece);
        } catch (IOException broken) {
            throw new BrokenAnswerException(broken);
        }
    }

    private static final class BrokenAnswerException extends IOException {
        BrokenAnswerException(IOException cause) {
            super("the answer broke off", cause);
        }
    }

    private static Outcome tooLarge() {
        String message = "Response payload size exceeded maximum allowed payload size (6291556 bytes).";
        return new Outcome.Failed(Outcome.Reason.HANDLER, "Function.ResponseSizeTooLarge", message);
    }

    private void finish(Invocation invocation, Outcome outcome) {
        current = null;
        invocation.outcome().complete(outcome);
    }

    private static void reply(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
