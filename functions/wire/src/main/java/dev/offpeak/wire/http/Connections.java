package dev.offpeak.wire.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.http.HttpClientConnection;
import org.apache.http.config.MessageConstraints;
import org.apache.http.impl.DefaultBHttpClientConnection;
import org.jspecify.annotations.Nullable;

/// Connections that block, kept from call to call.
///
/// One that lay idle, most of all through a frozen Lambda sandbox, may be closed on the other side; a call sent into it
/// would be in doubt for no reason.
final class Connections implements AutoCloseable {
    /// After this it is not used again.
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(10);

    /// Up to this it is used unseen: looking takes a millisecond.
    private static final Duration SHORT_IDLE = Duration.ofSeconds(1);

    private static final int BUFFER = 16 * 1024;
    private static final MessageConstraints LONGEST_HEAD = MessageConstraints.custom()
            .setMaxLineLength(64 * 1024)
            .setMaxHeaderCount(500)
            .build();

    private final int connectMillis;
    private final InstantSource clock;
    private final Supplier<SSLSocketFactory> secure;
    private final Map<Place, Deque<Idle>> idle = new HashMap<>();
    private boolean closed;

    /// Where a connection leads.
    record Place(boolean secure, String host, int port) {
        static Place of(URI uri) {
            boolean secure = "https".equals(uri.getScheme());
            return new Place(secure, uri.getHost(), uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80);
        }
    }

    private record Idle(HttpClientConnection connection, long since) {}

    /// @param clock of the wall: it alone keeps running while a sandbox is frozen
    /// @param secure asked for only once a connection needs it: to read certificates takes a while
    Connections(Duration connectTimeout, InstantSource clock, Supplier<SSLSocketFactory> secure) {
        connectMillis = Math.toIntExact(connectTimeout.toMillis());
        this.clock = clock;
        this.secure = secure;
    }

    /// One for a call, which holds it from its first moment.
    HttpClientConnection lease(Place place, Exchange call) throws IOException {
        for (var kept = newest(place); kept != null; kept = newest(place)) {
            if (isGood(kept)) {
                return kept.connection();
            }
            cut(kept.connection()::shutdown);
        }
        return connected(place, call);
    }

    /// Those of a busier time grow old.
    private synchronized @Nullable Idle newest(Place place) {
        var kept = idle.get(place);
        return kept == null ? null : kept.pollLast();
    }

    private boolean isGood(Idle kept) {
        long idle = clock.millis() - kept.since();
        return idle <= SHORT_IDLE.toMillis()
                || (idle <= LONGEST_IDLE.toMillis() && !kept.connection().isStale());
    }

    /// Keeps the connection of a call that is over.
    synchronized void giveBack(Place place, HttpClientConnection connection) {
        if (closed) {
            cut(connection::shutdown);
        } else {
            idle.computeIfAbsent(place, any -> new ArrayDeque<>()).add(new Idle(connection, clock.millis()));
        }
    }

    private HttpClientConnection connected(Place place, Exchange call) throws IOException {
        IOException failure = new IOException("no address");
        for (var address : InetAddress.getAllByName(place.host())) {
            try {
                return connected(place, address, call);
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private HttpClientConnection connected(Place place, InetAddress address, Exchange call) throws IOException {
        var socket = new Socket();
        try {
            call.hold(socket::close);
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address, place.port()), connectMillis);
            var connection =
                    new DefaultBHttpClientConnection(BUFFER, BUFFER, null, null, LONGEST_HEAD, null, null, null, null);
            connection.bind(place.secure() ? secured(socket, place) : socket);
            return connection;
        } catch (IOException | RuntimeException e) {
            cut(socket::close);
            throw e;
        }
    }

    static void cut(Exchange.Line line) {
        try {
            line.cut();
        } catch (IOException e) {
            // it is gone one way or the other
        }
    }

    private Socket secured(Socket plain, Place place) throws IOException {
        var socket = (SSLSocket) secure.get().createSocket(plain, place.host(), place.port(), true);
        var parameters = socket.getSSLParameters();
        // that the certificate is for this host, which the JDK checks only where it is told to
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(connectMillis);
        socket.startHandshake();
        socket.setSoTimeout(0);
        return socket;
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.values().forEach(kept -> kept.forEach(one -> cut(one.connection()::shutdown)));
        idle.clear();
    }
}
