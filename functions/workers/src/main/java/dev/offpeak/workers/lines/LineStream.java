package dev.offpeak.workers.lines;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Splits a stream into lines without copying more than one: `next` moves on, then the line stands in
/// `buffer()[from, to)`, without its `\n`.
public final class LineStream implements AutoCloseable {
    private static final int FIRST_SIZE = 64 * 1024;

    private final InputStream in;
    private byte[] buffer = new byte[FIRST_SIZE];
    private int from;
    private int to;
    private int filled;
    private long start;
    private boolean started;
    private boolean ended;

    /// @param offset what [#offset()] counts from
    public LineStream(InputStream in, long offset) {
        this.in = in;
        this.start = offset;
    }

    /// @return false at the end; a last line without `\n` counts
    public boolean next() throws IOException {
        from = started ? to + 1 : 0;
        started = true;
        int at = from;
        while (true) {
            for (; at < filled; at++) {
                if (buffer[at] == '\n') {
                    to = at;
                    return true;
                }
            }
            if (ended) {
                to = filled;
                return from < filled;
            }
            at -= makeRoom();
            fill();
        }
    }

    public byte[] buffer() {
        return buffer;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    public int length() {
        return to - from;
    }

    /// Where the line starts in the whole.
    public long offset() {
        return start + from;
    }

    /// Where the next line starts in the whole.
    public long nextOffset() {
        return start + Math.min(to + 1, filled);
    }

    /// @return how far the content moved towards the front
    private int makeRoom() {
        int moved = Math.min(from, filled);
        if (moved > 0) {
            System.arraycopy(buffer, moved, buffer, 0, filled - moved);
            filled -= moved;
            start += moved;
            from -= moved;
        }
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        return moved;
    }

    private void fill() throws IOException {
        int read = in.read(buffer, filled, buffer.length - filled);
        if (read < 0) {
            ended = true;
        } else {
            filled += read;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
