package dev.offpeak.simulator.anthropic;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A request body that breaks off beyond a size.
final class LimitedBody extends FilterInputStream {
    static final long MAX_BATCH = 256L * 1024 * 1024;

    private long left;

    LimitedBody(InputStream in, long limit) {
        super(in);
        this.left = limit;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        count(Math.max(0, read));
        return read;
    }

    /// The exchange still needs the stream, to skip what nobody read.
    @Override
    public void close() {}

    private void count(int read) throws TooLarge {
        left -= read;
        if (left < 0) {
            throw new TooLarge();
        }
    }

    static final class TooLarge extends IOException {}
}
