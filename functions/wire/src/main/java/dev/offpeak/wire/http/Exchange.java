package dev.offpeak.wire.http;

import dev.offpeak.wire.http.Connections.Place;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A call under way, from asking for a connection until its answer is in or given up. Whoever hangs up ends this call,
/// and never the next one on the same connection.
final class Exchange {
    private final Connections connections;
    private final Place place;

    @Nullable
    private Connection connection;

    /// What is cut to end the call; none before there is anything to cut and after its end.
    @Nullable
    private Line line;

    private boolean over;

    @FunctionalInterface
    interface Line {
        void cut() throws IOException;
    }

    Exchange(Connections connections, Place place) {
        this.connections = connections;
        this.place = place;
    }

    Connection connect() throws IOException {
        connection = connections.lease(place, this);
        hold(connection::cut);
        return connection;
    }

    /// @throws IOException when the call was given up before
    synchronized void hold(Line held) throws IOException {
        line = held;
        if (over) {
            hangUp();
            throw new IOException("the call was given up");
        }
    }

    /// The answer has come to its end.
    ///
    /// @param reusable whether its connection may carry another call
    /// @return whether the end is its own, and not that somebody hung up
    boolean finish(boolean reusable) {
        if (!letGo()) {
            return false;
        }
        var free = Objects.requireNonNull(connection);
        if (reusable) {
            connections.giveBack(place, free);
        } else {
            free.cut();
        }
        return true;
    }

    private synchronized boolean letGo() {
        boolean free = !over;
        over = true;
        line = null;
        return free;
    }

    synchronized void hangUp() {
        over = true;
        if (line != null) {
            Connections.cut(line);
            line = null;
        }
    }
}
