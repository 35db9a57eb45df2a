package dev.offpeak.gateway.runtime;

import dev.offpeak.wire.deadline.Deadlines;
import dev.offpeak.wire.http.Connection;
import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// What one invocation leaves to the next: its connection to the Runtime API, as AWS' own runtime for Node keeps it,
/// and the buffer of its answer. One invocation at a time.
final class RuntimeLine {
    private final InstantSource clock;
    private final Deadlines deadlines = new Deadlines();
    private final Chunk pending = new Chunk();

    @Nullable
    private Connection kept;

    /// @param clock of the wall: it alone keeps running while a sandbox is frozen
    RuntimeLine(InstantSource clock) {
        this.clock = clock;
    }

    Chunk pending() {
        return pending;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    /// The kept connection, or one that is not connected yet.
    Connection take() throws IOException {
        var idle = kept;
        kept = null;
        if (idle == null) {
            return Connection.unconnected();
        }
        if (idle.isGood(clock.millis())) {
            return idle;
        }
        close(idle);
        return Connection.unconnected();
    }

    /// @param connection on which all has been said and read
    void keep(Connection connection) {
        connection.rest(clock.millis());
        kept = connection;
    }

    static void close(Closeable connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // there is nobody to tell
        }
    }
}
