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
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Connections that block, kept from call to call.
final class Connections implements AutoCloseable {
    private final int connectMillis;
    private final InstantSource clock;
    private final Supplier<SSLSocketFactory> secure;
    private final Map<Place, Deque<Connection>> idle = new HashMap<>();
    private boolean closed;

    /// Where a connection leads.
    record Place(boolean secure, String host, int port) {
        /// Empty for what is no URL of a host, which Java would take for this machine.
        static Optional<Place> of(URI uri) {
            boolean secure = "https".equalsIgnoreCase(uri.getScheme());
            boolean known = secure || "http".equalsIgnoreCase(uri.getScheme());
            int usual = secure ? 443 : 80;
            return known && uri.getHost() != null
                    ? Optional.of(new Place(secure, uri.getHost(), uri.getPort() < 0 ? usual : uri.getPort()))
                    : Optional.empty();
        }
    }

    /// @param clock of the wall: it alone keeps running while a sandbox is frozen
    /// @param secure asked for only once a connection needs it: to read certificates takes a while
    Connections(Duration connectTimeout, InstantSource clock, Supplier<SSLSocketFactory> secure) {
        connectMillis = Math.toIntExact(connectTimeout.toMillis());
        this.clock = clock;
        this.secure = secure;
    }

    /// One for a call, which holds it from its first moment.
    Connection lease(Place place, Exchange call) throws IOException {
        for (var kept = newest(place); kept != null; kept = newest(place)) {
            if (kept.isGood(clock.millis())) {
                return kept;
            }
            kept.cut();
        }
        return connected(place, call);
    }

    /// Those of a busier time grow old.
    private synchronized @Nullable Connection newest(Place place) {
        var kept = idle.get(place);
        return kept == null ? null : kept.pollLast();
    }

    /// Keeps the connection of a call that is over.
    synchronized void giveBack(Place place, Connection connection) {
        if (closed) {
            connection.cut();
        } else {
            connection.rest(clock.millis());
            idle.computeIfAbsent(place, any -> new ArrayDeque<>()).add(connection);
        }
    }

    private Connection connected(Place place, Exchange call) throws IOException {
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

    private Connection connected(Place place, InetAddress address, Exchange call) throws IOException {
        var socket = Connection.socket();
        try {
            call.hold(socket::close);
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address, place.port()), connectMillis);
            return new Connection(socket, place.secure() ? secured(socket, place) : socket);
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
        idle.values().forEach(kept -> kept.forEach(Connection::cut));
        idle.clear();
    }
}
