package dev.offpeak.wire.http;

import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.SyncApi.OpenOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/// Sends HTTP/1.1 calls: each once, without retries or redirects, and never after it has returned.
///
/// Messages name exceptions and sizes only; header values and bodies stay out of them.
public final class Http implements AutoCloseable {
    /// For bodies that are read, from wherever it may take time, while they are sent.
    private final Clients readers;

    /// For bodies in memory. With nothing to wait for, the client's steps run where they come up: handing each to
    /// another thread costs more than doing it.
    private final Clients prompt;

    public Http(Duration connectTimeout) {
        this(connectTimeout, InstantSource.system());
    }

    Http(Duration connectTimeout, InstantSource clock) {
        readers = new Clients(() -> client(connectTimeout, Executors.newVirtualThreadPerTaskExecutor()), clock);
        prompt = new Clients(() -> client(connectTimeout, Runnable::run), clock);
    }

    private static HttpClient client(Duration connectTimeout, Executor executor) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectTimeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(executor)
                .build();
    }

    /// Sends and takes the whole answer, up to [Call#maxAnswer()].
    public Outcome send(Call call) {
        return switch (exchange(
                call, call.timeout(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), call.maxAnswer()))) {
            case Exchange.Done<byte[]>(var response) ->
                new Outcome.Answered(response.statusCode(), headers(response), response.body());
            case Exchange.Lost<byte[]>(var outcome) -> outcome;
        };
    }

    /// Sends and hands the answer over as it comes in. The stream fails, rather than ends, when the answer is cut
    /// short or the call's timeout passes; the reader closes it.
    public Download open(Call call) throws IOException {
        return switch (begin(call, call.timeout())) {
            case OpenOutcome.Answering(int status, var headers, var body) -> new Download(status, headers, body);
            case OpenOutcome.NotSent(var why) -> throw new IOException(why);
            case OpenOutcome.InDoubt(var why) -> throw new IOException(why);
        };
    }

    /// Sends and returns with the headers of the answer. Its body fails, rather than ends, when it is cut short or the
    /// time is up; closing it early ends the call.
    ///
    /// @param patience until the headers are there, within the time of the whole call
    public OpenOutcome begin(Call call, Duration patience) {
        long deadline = System.nanoTime() + call.timeout().toNanos();
        return switch (exchange(call, patience, response -> new AnswerBody())) {
            case Exchange.Done<InputStream>(var response) ->
                new OpenOutcome.Answering(
                        response.statusCode(),
                        headers(response),
                        new TimedStream(response.body(), Duration.ofNanos(deadline - System.nanoTime())));
            case Exchange.Lost<InputStream>(Outcome.NotSent(var why)) -> new OpenOutcome.NotSent(why);
            case Exchange.Lost<InputStream>(Outcome.InDoubt(var why)) -> new OpenOutcome.InDoubt(why);
            case Exchange.Lost<InputStream>(Outcome.Answered answered) ->
                throw new IllegalStateException("an answer is never lost");
        };
    }

    /// An answer whose body is still coming in.
    public record Download(int status, Headers headers, InputStream body) {}

    private sealed interface Exchange<T> {
        record Done<T>(HttpResponse<T> response) implements Exchange<T> {}

        record Lost<T>(Outcome outcome) implements Exchange<T> {}
    }

    private <T> Exchange<T> exchange(Call call, Duration patience, BodyHandler<T> handler) {
        try (var body = new OpenBody(call.payload())) {
            var gate = new Gate(body.publisher(), call.payload().length());
            return exchange(request(call, gate), gate, clients(call), patience, handler);
        } catch (IllegalHeader e) {
            return new Exchange.Lost<>(new Outcome.NotSent("header " + e.name + " holds what no header may"));
        }
    }

    private Clients clients(Call call) {
        return call.payload() instanceof Payload.Bytes ? prompt : readers;
    }

    private static <T> Exchange<T> exchange(
            HttpRequest request, Gate gate, Clients clients, Duration patience, BodyHandler<T> handler) {
        var pending = clients.current().sendAsync(request, handler);
        try {
            return new Exchange.Done<>(pending.get(patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return new Exchange.Lost<>(abandon(pending, gate, "no answer within " + patience));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Exchange.Lost<>(abandon(pending, gate, "interrupted"));
        } catch (ExecutionException e) {
            return new Exchange.Lost<>(failed(gate, e.getCause() == null ? e : e.getCause()));
        }
    }

    private static Outcome abandon(CompletableFuture<?> pending, Gate gate, String why) {
        boolean notSent = gate.giveUp();
        pending.cancel(true);
        return notSent ? new Outcome.NotSent(why + ", before the request was out") : new Outcome.InDoubt(why);
    }

    private static Outcome failed(Gate gate, Throwable failure) {
        if (neverConnected(failure)) {
            return new Outcome.NotSent("no connection: " + names(failure));
        }
        return gate.giveUp()
                ? new Outcome.NotSent("broke off before the request was out: " + names(failure))
                : new Outcome.InDoubt("broke off before the answer was in: " + names(failure));
    }

    private static boolean neverConnected(Throwable failure) {
        return switch (failure) {
            case ConnectException e -> true;
            case HttpConnectTimeoutException e -> true;
            case UnresolvedAddressException e -> true;
            case SSLHandshakeException e -> true;
            default -> false;
        };
    }

    private static HttpRequest request(Call call, Gate gate) throws IllegalHeader {
        var builder = HttpRequest.newBuilder(call.uri()).method(call.method(), gate);
        for (var header : call.headers()) {
            try {
                builder.header(header.name(), header.value());
            } catch (IllegalArgumentException e) {
                // its message quotes the value, which may be a key
                throw new IllegalHeader(header.name());
            }
        }
        return builder.build();
    }

    private static final class IllegalHeader extends Exception {
        private final String name;

        IllegalHeader(String name) {
            super(name, null, false, false);
            this.name = name;
        }
    }

    private static Headers headers(HttpResponse<?> response) {
        var joined = new TreeMap<String, String>();
        response.headers().map().forEach((name, values) -> joined.put(name, String.join(", ", values)));
        return new Headers(joined);
    }

    // Messages of the HTTP client quote what it read, so only the kinds of failure are told.
    private static String names(Throwable failure) {
        var names = new StringBuilder(failure.getClass().getSimpleName());
        for (var cause = failure.getCause(); cause != null && names.length() < 200; cause = cause.getCause()) {
            names.append(" < ").append(cause.getClass().getSimpleName());
        }
        return names.toString();
    }

    @Override
    public void close() {
        readers.close();
        prompt.close();
    }
}
