package dev.offpeak.wire.http;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/// Keeps one client and its pooled connections for as long as they are in use.
///
/// A connection that lay idle, most of all through a frozen Lambda sandbox, may be closed on the other side; a call
/// sent into it would be in doubt for no reason. After a pause the next call therefore gets fresh connections.
final class Clients implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Supplier<HttpClient> fresh;
    private final InstantSource clock;
    private Optional<HttpClient> client = Optional.empty();
    private Instant lastUse = Instant.EPOCH;

    /// @param clock of the wall: it alone keeps running while a sandbox is frozen
    Clients(Supplier<HttpClient> fresh, InstantSource clock) {
        this.fresh = fresh;
        this.clock = clock;
    }

    synchronized HttpClient current() {
        var now = clock.instant();
        boolean idle = Duration.between(lastUse, now).compareTo(PAUSE) > 0;
        lastUse = now;
        if (idle) {
            client.ifPresent(HttpClient::shutdown);
        }
        var current = client.filter(kept -> !idle).orElseGet(fresh);
        client = Optional.of(current);
        return current;
    }

    @Override
    public synchronized void close() {
        client.ifPresent(HttpClient::shutdownNow);
        client = Optional.empty();
        lastUse = Instant.EPOCH;
    }
}
