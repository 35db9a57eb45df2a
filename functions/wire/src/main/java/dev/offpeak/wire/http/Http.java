package dev.offpeak.wire.http;

import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.SyncApi.OpenOutcome;
import dev.offpeak.wire.deadline.Deadlines;
import dev.offpeak.wire.http.Connections.Place;
import dev.offpeak.wire.text.ByteText;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.apache.http.HttpException;
import org.apache.http.HttpMessage;
import org.apache.http.HttpResponse;

/// Sends HTTP/1.1 calls: each once, without retries or redirects, and never after it has returned. The thread that
/// calls does all of it, because handing a call from thread to thread costs more than the call.
///
/// Messages name exceptions and sizes only; header values and bodies stay out of them.
public final class Http implements AutoCloseable {
    private final Connections connections;
    private final Deadlines deadlines = new Deadlines();

    public Http(Duration connectTimeout) {
        this(connectTimeout, InstantSource.system(), () -> (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    Http(Duration connectTimeout, InstantSource clock, Supplier<SSLSocketFactory> secure) {
        connections = new Connections(connectTimeout, clock, secure);
    }

    /// Whether a URL is one that can be called: of HTTP, and with a host that is one to Java.
    public static boolean serves(URI uri) {
        return Place.of(uri).isPresent();
    }

    /// Sends and takes the whole answer, up to [Call#maxAnswer()].
    public Outcome send(Call call) {
        return switch (begin(call, call.timeout())) {
            case OpenOutcome.Answering answering -> whole(answering, Math.toIntExact(call.maxAnswer()));
            case OpenOutcome.NotSent(var why) -> new Outcome.NotSent(why);
            case OpenOutcome.InDoubt(var why) -> new Outcome.InDoubt(why);
        };
    }

    private static Outcome whole(OpenOutcome.Answering answering, int longest) {
        try (var body = answering.body()) {
            long announced = answering.headers().contentLength();
            // makes room for what comes, and not for what might
            var bytes = body.readNBytes(announced < 0 ? longest : (int) Math.min(longest, announced));
            return body.read() < 0
                    ? new Outcome.Answered(answering.status(), answering.headers(), bytes)
                    : new Outcome.InDoubt("the answer is longer than " + longest + " bytes");
        } catch (IOException e) {
            return new Outcome.InDoubt("broke off before the answer was in: " + names(e));
        }
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

    /// An answer whose body is still coming in.
    public record Download(int status, Headers headers, InputStream body) {}

    /// Sends and returns with the headers of the answer. Its body fails, rather than ends, when it is cut short or the
    /// time is up; closing it early ends the call.
    ///
    /// @param patience until the headers are there, within the time of the whole call
    public OpenOutcome begin(Call call, Duration patience) {
        var place = Place.of(call.uri());
        if (place.isEmpty()) {
            return new OpenOutcome.NotSent("the URL names no host, or a scheme that is not HTTP's");
        }
        var leaving = new Leaving(call.payload());
        ByteText head;
        try {
            head = Outgoing.head(call);
        } catch (Outgoing.IllegalHeader e) {
            return new OpenOutcome.NotSent("header " + e.name() + " holds what no header may");
        }
        var exchange = new Exchange(connections, place.get());
        long start = System.nanoTime();
        var deadline = deadlines.in(shorter(patience, call.timeout()), exchange::hangUp);
        boolean answering = false;
        try {
            var connection = exchange.connect();
            leaving.begin();
            var response = connection.ask(call.method(), head, leaving);
            deadline.move(call.timeout().minusNanos(System.nanoTime() - start));
            var body = new Incoming(content(response), exchange, deadline, connection.isReusableAfter(response));
            answering = true;
            return new OpenOutcome.Answering(response.getStatusLine().getStatusCode(), headers(response), body);
        } catch (IOException | HttpException e) {
            return lost(leaving, deadline.passed() ? "no answer within " + patience : names(e));
        } finally {
            if (!answering) {
                exchange.hangUp();
                deadline.lift();
            }
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static OpenOutcome lost(Leaving leaving, String why) {
        if (!leaving.hasBegun()) {
            return new OpenOutcome.NotSent("no connection: " + why);
        }
        return leaving.isHandedOver()
                ? new OpenOutcome.InDoubt("broke off before the answer began: " + why)
                : new OpenOutcome.NotSent("broke off before the request was out: " + why);
    }

    private static InputStream content(HttpResponse response) throws IOException {
        var entity = response.getEntity();
        return entity == null ? InputStream.nullInputStream() : entity.getContent();
    }

    /// Joined by ", " where one name came more than once.
    private static Headers headers(HttpMessage response) {
        var joined = new HashMap<String, String>();
        for (var all = response.headerIterator(); all.hasNext(); ) {
            var header = all.nextHeader();
            joined.merge(
                    header.getName().toLowerCase(Locale.ROOT), header.getValue(), (one, other) -> one + ", " + other);
        }
        return new Headers(joined);
    }

    // Messages of the HTTP library quote what it read, so only the kinds of failure are told.
    private static String names(Throwable failure) {
        var names = new StringBuilder(failure.getClass().getSimpleName());
        for (var cause = failure.getCause(); cause != null && names.length() < 200; cause = cause.getCause()) {
            names.append(" < ").append(cause.getClass().getSimpleName());
        }
        return names.toString();
    }

    @Override
    public void close() {
        connections.close();
        deadlines.close();
    }
}
