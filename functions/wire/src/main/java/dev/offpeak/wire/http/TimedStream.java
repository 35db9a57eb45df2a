package dev.offpeak.wire.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A stream that fails once its time is up, also while a read is waiting.
final class TimedStream extends FilterInputStream {
    private final CompletableFuture<Boolean> alarm = new CompletableFuture<>();

    TimedStream(InputStream in, Duration left) {
        super(in);
        alarm.completeOnTimeout(true, Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS);
        alarm.thenAccept(rang -> {
            if (rang) {
                closeQuietly();
            }
        });
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (IOException e) {
            throw told(e);
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return super.read(bytes, offset, length);
        } catch (IOException e) {
            throw told(e);
        }
    }

    private IOException told(IOException e) {
        return alarm.getNow(false) ? new IOException("the answer was not in when its time was up", e) : e;
    }

    @Override
    public void close() throws IOException {
        alarm.complete(false);
        super.close();
    }

    private void closeQuietly() {
        try {
            super.close();
        } catch (IOException e) {
            // the reader is told by its next read
        }
    }
}
