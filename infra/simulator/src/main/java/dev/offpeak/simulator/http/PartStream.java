package dev.offpeak.simulator.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// A multipart body that reads as if it ended at each delimiter.
final class PartStream extends InputStream {
    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private boolean atDelimiter;
    private boolean exhausted;

    PartStream(InputStream in, byte[] delimiter) {
        this.in = in;
        this.delimiter = delimiter;
        // the first delimiter has no line break in front of it; pretend it has
        buffer[0] = '\r';
        buffer[1] = '\n';
        limit = 2;
    }

    /// Skips to behind the next delimiter; false after the last.
    boolean nextPart() throws IOException {
        transferTo(OutputStream.nullOutputStream());
        if (!atDelimiter) {
            return false;
        }
        position += delimiter.length;
        atDelimiter = false;
        // the closing delimiter is followed by two dashes, any other by the end of its line
        return headerLine().isEmpty() && !exhausted;
    }

    String headerLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = rawByte(); c >= 0 && c != '\n'; c = rawByte()) {
            line.append((char) c);
        }
        byte[] bytes = line.toString().strip().getBytes(StandardCharsets.ISO_8859_1);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int available = contentAvailable();
        if (available == 0) {
            return -1;
        }
        int count = Math.min(available, length);
        System.arraycopy(buffer, position, target, offset, count);
        position += count;
        return count;
    }

    // How many buffered bytes are surely content.
    private int contentAvailable() throws IOException {
        while (!atDelimiter) {
            for (int i = position; i < limit; i++) {
                if (buffer[i] != '\r') {
                    continue;
                }
                if (i > position) {
                    return i - position;
                }
                if (limit - i < delimiter.length && fill()) {
                    i = position - 1;
                    continue;
                }
                if (startsWithDelimiter(i)) {
                    atDelimiter = true;
                    return 0;
                }
                return firstAfter(i) - position;
            }
            if (limit > position) {
                return limit - position;
            }
            if (!fill()) {
                return 0;
            }
        }
        return 0;
    }

    // Content up to the next byte that could begin a delimiter.
    private int firstAfter(int index) {
        int next = index + 1;
        while (next < limit && buffer[next] != '\r') {
            next++;
        }
        return next;
    }

    private boolean startsWithDelimiter(int index) {
        if (limit - index < delimiter.length) {
            return false;
        }
        for (int i = 0; i < delimiter.length; i++) {
            if (buffer[index + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    private int rawByte() throws IOException {
        return position < limit || fill() ? buffer[position++] & 0xff : -1;
    }

    private boolean fill() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
        int count = in.read(buffer, limit, buffer.length - limit);
        exhausted = count <= 0;
        limit += Math.max(0, count);
        return count > 0;
    }
}
