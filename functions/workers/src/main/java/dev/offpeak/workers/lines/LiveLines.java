package dev.offpeak.workers.lines;

import dev.offpeak.core.segment.LineSet;
import java.io.IOException;
import java.io.InputStream;

/// Only some of a segment's lines, each with its `\n`.
final class LiveLines extends InputStream {
    private final LineStream lines;
    private final LineSet live;
    private int number = -1;
    private int at;
    private int end;
    private boolean over;

    LiveLines(LineStream lines, LineSet live) {
        this.lines = lines;
        this.live = live;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (at == end) {
            if (over || !advance()) {
                return -1;
            }
        }
        int count = Math.min(length, end - at);
        // the byte after the line is its \n, which the buffer may not hold when the object ends without one
        int copied = Math.min(count, lines.to() - at);
        if (copied > 0) {
            System.arraycopy(lines.buffer(), at, into, offset, copied);
        } else {
            into[offset] = '\n';
            copied = 1;
        }
        at += copied;
        return copied;
    }

    private boolean advance() throws IOException {
        if (!lines.next()) {
            over = true;
            return false;
        }
        number++;
        at = lines.from();
        end = live.contains(number) ? lines.to() + 1 : at;
        return true;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
