package dev.offpeak.local.http;

import com.sun.net.httpserver.HttpExchange;
import dev.offpeak.local.LoopbackServer;
import dev.offpeak.local.http.ProxyEvent.Received;
import dev.offpeak.local.lambda.Outcome;
import dev.offpeak.local.template.Template.Route;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// Serves the template's REST routes with the limits and error answers of API Gateway (buffered integration).
///
/// A streaming integration would differ in [#send] alone: it would write the answer while the function produces it.
public final class RestApi {

    private static final int MAX_REQUEST_BYTES = 10 * 1024 * 1024;
    private static final int MAX_EVENT_BYTES = 6 * 1024 * 1024;

    private final List<Route> routes;
    private final Invoker invoker;
    private final Clock clock;

    /// Runs a function by its id.
    @FunctionalInterface
    public interface Invoker {
        Outcome invoke(String function, byte[] event) throws InterruptedException;
    }

    public RestApi(List<Route> routes, Invoker invoker, Clock clock) {
        this.routes = routes.stream()
                .sorted(Comparator.comparing((Route route) -> route.path().endsWith("{proxy+}")))
                .toList();
        this.invoker = invoker;
        this.clock = clock;
    }

    public void serveOn(LoopbackServer server) {
        server.serve(exchange -> {
            try (exchange) {
                send(exchange, answer(exchange));
            }
        });
    }

    private ProxyAnswer answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_REQUEST_BYTES + 1);
        if (body.length > MAX_REQUEST_BYTES) {
            // Unread bytes would make the client see a broken connection in place of the 413.
            exchange.getRequestBody().transferTo(java.io.OutputStream.nullOutputStream());
            return ProxyAnswer.TOO_LONG;
        }
        Optional<Route> route = route(exchange);
        if (route.isEmpty()) {
            return ProxyAnswer.NO_ROUTE;
        }
        byte[] event = ProxyEvent.of(received(exchange, body), route.get().path(), clock.instant());
        return event.length > MAX_EVENT_BYTES ? ProxyAnswer.TOO_LONG : invoke(route.get(), event);
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

    // The function runs on after a 504, as it does in the cloud.
    private ProxyAnswer invoke(Route route, byte[] event) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                outcome.complete(invoker.invoke(route.function(), event));
            } catch (InterruptedException | RuntimeException broken) {
                outcome.completeExceptionally(broken);
            }
        });
        try {
            return switch (outcome.get(route.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                case Outcome.Answered(var payload) -> ProxyAnswer.parse(payload);
                case Outcome.Failed failed -> ProxyAnswer.FUNCTION_FAILED;
            };
        } catch (TimeoutException late) {
            return ProxyAnswer.TIMED_OUT;
        } catch (ExecutionException broken) {
            throw new IllegalStateException("invoking " + route.function() + " broke", broken);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return ProxyAnswer.FUNCTION_FAILED;
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

    private static void send(HttpExchange exchange, ProxyAnswer answer) throws IOException {
        answer.headers().forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
        exchange.getResponseHeaders().remove("Content-Length");
        boolean empty = answer.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.status(), empty ? -1 : answer.body().length);
        if (!empty) {
            exchange.getResponseBody().write(answer.body());
        }
    }
}
