package dev.offpeak.gateway.runtime;

import dev.offpeak.wire.deadline.Deadlines;
import dev.offpeak.wire.http.IdleSocket;
import java.io.IOException;
import java.net.Socket;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// What one answer leaves to the next: its connection to the Runtime API, as AWS' own runtime for Node keeps it,
/// and its buffer. One answer at a time.
final class AnswerLine {
    private final InstantSource clock;
    private final Deadlines deadlines = new Deadlines();
    private final Chunk pending = new Chunk();

    @Nullable
    private IdleSocket kept;

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
    Socket take() throws IOException {
        var idle = kept;
        kept = null;
        if (idle == null) {
            return IdleSocket.unconnected();
        }
        if (idle.isGood(clock.millis())) {
            return idle.socket();
        }
        AnswerStream.close(idle.socket());
        return IdleSocket.unconnected();
    }

    void keep(Socket socket) {
        kept = new IdleSocket(socket, clock.millis());
    }
}
