package dev.offpeak.gateway.runtime;

import dev.offpeak.wire.deadline.Deadlines;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// What one answer leaves to the next: its connection to the Runtime API, as AWS' own runtime for Node keeps it, and
/// its
/// buffer. One answer at a time.
final class AnswerLine {
    /// A connection that lay longer, most of all through a freeze, may be closed on the other side, and an answer sent
    /// into it would be lost. A new one costs less than a look at an old one.
    private static final Duration KEPT = Duration.ofMillis(100);

    private final InstantSource clock;
    private final Deadlines deadlines = new Deadlines();
    private final Chunk pending = new Chunk();

    @Nullable
    private Socket kept;

    private long since;

    /// @param clock of the wall: it alone keeps running while a sandbox is frozen
    AnswerLine(InstantSource clock) {
        this.clock = clock;
    }

    Chunk pending() {
        return pending;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    /// The kept connection, or one that is not connected yet.
    Socket take() {
        var socket = kept;
        kept = null;
        long idle = clock.millis() - since;
        // less than nothing where the clock was set back
        if (socket != null && idle >= 0 && idle <= KEPT.toMillis()) {
            return socket;
        }
        if (socket != null) {
            AnswerStream.close(socket);
        }
        return new Socket();
    }

    void keep(Socket socket) {
        kept = socket;
        since = clock.millis();
    }
}
