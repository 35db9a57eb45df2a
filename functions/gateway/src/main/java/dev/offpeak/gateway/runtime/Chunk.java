package dev.offpeak.gateway.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;

/// What is sent next, as one chunk of HTTP/1.1. The buffer is used again for chunk after chunk and answer after answer.
final class Chunk {
    private static final int LARGEST = 64 * 1024;
    private static final byte[] LINE_END = {'\r', '\n'};

    /// Before the content, for what is known only when it is sent.
    private static final int ROOM = 1024;

    private final byte[] bytes = new byte[ROOM + LARGEST + LINE_END.length];
    private int end = ROOM;

    /// @return how many of the bytes it took
    int add(byte[] from, int offset, int length) {
        int taken = Math.min(length, ROOM + LARGEST - end);
        System.arraycopy(from, offset, bytes, end, taken);
        end += taken;
        return taken;
    }

    boolean isEmpty() {
        return end == ROOM;
    }

    boolean isFull() {
        return end == ROOM + LARGEST;
    }

    void clear() {
        end = ROOM;
    }

    /// @param head goes before the chunk
    void send(byte[] head, OutputStream out) throws IOException {
        var size = (Integer.toHexString(end - ROOM) + "\r\n").getBytes(US_ASCII);
        int start = ROOM - size.length;
        System.arraycopy(size, 0, bytes, start, size.length);
        if (head.length <= start) {
            start -= head.length;
            System.arraycopy(head, 0, bytes, start, head.length);
        } else {
            out.write(head);
        }
        System.arraycopy(LINE_END, 0, bytes, end, LINE_END.length);
        int sent = end + LINE_END.length - start;
        clear();
        out.write(bytes, start, sent);
    }
}
