package dev.offpeak.gateway.runtime;

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

    /// @param head goes before the chunk, piece by piece
    /// @param tail goes after it
    void send(byte[][] head, byte[] tail, OutputStream out) throws IOException {
        int start = ROOM;
        if (!isEmpty()) {
            start = size(before(start, LINE_END));
            after(LINE_END);
        }
        int pieces = head.length;
        while (pieces > 0 && head[pieces - 1].length <= start) {
            start = before(start, head[--pieces]);
        }
        for (int i = 0; i < pieces; i++) {
            out.write(head[i]);
        }
        boolean fits = tail.length <= bytes.length - end;
        if (fits) {
            after(tail);
        }
        int sent = end - start;
        clear();
        out.write(bytes, start, sent);
        if (!fits) {
            out.write(tail);
        }
    }

    /// In front of what begins there, in hexadecimal digits.
    private int size(int start) {
        int at = start;
        for (int left = end - ROOM; left > 0; left >>>= 4) {
            bytes[--at] = (byte) Character.forDigit(left & 15, 16);
        }
        return at;
    }

    private int before(int start, byte[] what) {
        System.arraycopy(what, 0, bytes, start - what.length, what.length);
        return start - what.length;
    }

    private void after(byte[] what) {
        System.arraycopy(what, 0, bytes, end, what.length);
        end += what.length;
    }
}
