package dev.offpeak.wire.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// A connection between two uses.
///
/// One that lay idle, most of all through a frozen Lambda sandbox, may be closed on the other side, and what is sent
/// into it is lost. What the other side said unasked, such as a 408 before it hung up, would pass for its next answer.
///
/// @param since by the wall clock, which alone keeps running while a sandbox is frozen; in milliseconds
public record IdleSocket(Socket socket, long since) {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /// A socket that can be looked at, not connected yet.
    public static Socket unconnected() throws IOException {
        return SocketChannel.open().socket();
    }

    /// Whether it may be used again. Waits for nothing.
    public boolean isGood(long now) {
        // less than nothing where the clock was set back
        return now >= since && now - since <= LONGEST.toMillis() && isSilent();
    }

    private boolean isSilent() {
        var channel = socket.getChannel();
        try {
            channel.configureBlocking(false);
            try {
                return channel.read(ByteBuffer.allocate(1)) == 0;
            } finally {
                channel.configureBlocking(true);
            }
        } catch (IOException e) {
            return false;
        }
    }
}
