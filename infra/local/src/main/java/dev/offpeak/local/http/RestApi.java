package dev.offpeak.local.http;

import com.sun.net.httpserver.HttpExchange;
import dev.offpeak.local.LoopbackServer;
import dev.offpeak.local.http.ProxyEvent.Received;
import dev.offpeak.local.lambda.AnswerSink;
import dev.offpeak.local.lambda.Outcome;
import dev.offpeak.local.template.Template.Route;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// Serves the template's REST routes with the limits and error answers of API Gateway, buffered and streaming.
public final class RestApi {

    private static final int MAX_REQUEST_BYTES = 10 * 1024 * 1024;
    private static final int MAX_EVENT_BYTES = 6 * 1024 * 1024;

    /// For a request to come in.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Route> routes;
    private final Invoker invoker;
    private final Clock clock;
    private final Duration patience;

    /// Runs a function by its id.
    @FunctionalInterface
    public interface Invoker {
        Outcome invoke(String function, byte[] event, AnswerSink sink) throws InterruptedException;
    }

    public RestApi(List<Route> routes, Invoker invoker, Clock clock) {
        this(routes, invoker, clock, PATIENCE);
    }

    RestApi(List<Route> routes, Invoker invoker, Clock clock, Duration patience) {
        this.patience = patience;
        this.routes = routes.stream()
                .sorted(Comparator.comparing((Route route) -> route.path().endsWith("{proxy+}")))
                .toList();
        this.invoker = invoker;
        this.clock = clock;
    }

    public void serveOn(LoopbackServer server) {
        server.serve(exchange -> {
            send(exchange, answer(exchange));
            // Not when sending fails: closing an answer in chunks would end it as if it were whole.
            exchange.close();
        });
    }

    private Optional<ProxyAnswer> answer(HttpExchange exchange) throws IOException {
        FutureTask<byte[]> body = new FutureTask<>(() -> body(exchange));
        Thread reader = Thread.ofVirtual().start(body);
        try {
            return answer(exchange, body.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException slow) {
            exchange.getResponseHeaders().set("Connection", "close");
            send(exchange, Optional.of(ProxyAnswer.TOO_SLOW));
            exchange.getResponseBody().flush();
            // Closes the connection, which is read no further.
            reader.interrupt();
            throw new IOException("the request did not come in within " + patience);
        } catch (ExecutionException broken) {
            throw new IOException("the request broke off", broken.getCause());
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new IOException("the server closes", closing);
        }
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_REQUEST_BYTES + 1);
        if (body.length > MAX_REQUEST_BYTES) {
            // Unread bytes would make the client see a broken connection in place of the 413.
            exchange.getRequestBody().transferTo(java.io.OutputStream.nullOutputStream());
        }
        return body;
    }

    private Optional<ProxyAnswer> answer(HttpExchange exchange, byte[] body) throws IOException {
        if (body.length > MAX_REQUEST_BYTES) {
            return Optional.of(ProxyAnswer.TOO_LONG);
        }
        Optional<Route> route = route(exchange);
        if (route.isEmpty()) {
            return Optional.of(ProxyAnswer.NO_ROUTE);
        }
        byte[] event = ProxyEvent.of(received(exchange, body), route.get().path(), clock.instant());
        if (event.length > MAX_EVENT_BYTES) {
            return Optional.of(ProxyAnswer.TOO_LONG);
        }
        return route.get().streams() ? stream(exchange, route.get(), event) : Optional.of(invoke(route.get(), event));
    }

    private Optional<Route> route(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        return routes.stream()
                .filter(route -> route.method().equals("ANY") || route.method().equals(method))
                .filter(route -> matches(route.path(), path))
                .findFirst();
    }

    private static boolean matches(String resource, String path) {
        if (!resource.endsWith("{proxy+}")) {
            return resource.equals(path);
        }
        String prefix = resource.substring(0, resource.length() - "{proxy+}".length());
        return path.startsWith(prefix) && path.length() > prefix.length();
    }

    /// Passes the answer on while it comes; empty when it has been sent.
    private Optional<ProxyAnswer> stream(HttpExchange exchange, Route route, byte[] event) throws IOException {
        StreamedAnswer streamed = new StreamedAnswer(exchange);
        Optional<Outcome> outcome = outcome(route, event, streamed);
        if (!streamed.hasBegun()) {
            return Optional.of(outcome.isEmpty() ? ProxyAnswer.TIMED_OUT : ProxyAnswer.FUNCTION_FAILED);
        }
        if (outcome.isPresent() && outcome.get() instanceof Outcome.Answered) {
            return Optional.empty();
        }
        throw new IOException("the function's answer broke off");
    }

    private ProxyAnswer invoke(Route route, byte[] event) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        return outcome(route, event, (bytes, length) -> whole.write(bytes, 0, length))
                .map(outcome -> switch (outcome) {
                    case Outcome.Answered(var payload) -> ProxyAnswer.parse(payload);
                    case Outcome.Failed failed -> ProxyAnswer.FUNCTION_FAILED;
                })
                .orElse(ProxyAnswer.TIMED_OUT);
    }

    /// Empty when it does not end in time. The function runs on, as it does in the cloud.
    private Optional<Outcome> outcome(Route route, byte[] event, AnswerSink sink) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                outcome.complete(invoker.invoke(route.function(), event, sink));
            } catch (InterruptedException | RuntimeException broken) {
                outcome.completeExceptionally(broken);
            }
        });
        try {
            return Optional.of(outcome.get(route.timeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException late) {
            return Optional.empty();
        } catch (ExecutionException broken) {
            throw new IllegalStateException("invoking " + route.function() + " broke", broken);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Received received(HttpExchange exchange, byte[] body) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(capitals(name), values));
        headers.put("X-Forwarded-For", List.of("127.0.0.1"));
        headers.put("X-Forwarded-Proto", List.of("http"));
        String source = exchange.getRemoteAddress().getAddress().getHostAddress();
        return new Received(exchange.getRequestMethod(), exchange.getRequestURI(), headers, body, source);
    }

    // The JDK's server forgets how the client spelt a name; Content-Type is how most do.
    private static String capitals(String name) {
        return Arrays.stream(name.split("-", -1))
                .map(word -> word.isEmpty()
                        ? word
                        : word.substring(0, 1).toUpperCase(Locale.ROOT)
                                + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("-"));
    }

    private static void send(HttpExchange exchange, Optional<ProxyAnswer> unsent) throws IOException {
        if (unsent.isEmpty()) {
            return;
        }
        ProxyAnswer answer = unsent.get();
        answer.headers().forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
        exchange.getResponseHeaders().remove("Content-Length");
        boolean empty = answer.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.status(), empty ? -1 : answer.body().length);
        if (!empty) {
            exchange.getResponseBody().write(answer.body());
        }
    }
}
