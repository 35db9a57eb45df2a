package dev.offpeak.wire.http;

import java.io.IOException;
import java.io.InputStream;

/// A request body of known length.
public sealed interface Payload {
    Payload NONE = of(new byte[0]);

    long length();

    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    /// One that lies in memory.
    record Bytes(byte[] array, int offset, int count) implements Payload {
        @Override
        public long length() {
            return count;
        }
    }

    /// One that is read while it is sent.
    record Streamed(long length, Source source) implements Payload {
        public Streamed {
            if (length < 0) {
                throw new IllegalArgumentException("a body of " + length + " bytes");
            }
        }
    }

    static Payload of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    static Payload of(byte[] bytes, int offset, int length) {
        return new Bytes(bytes, offset, length);
    }

    static Payload of(long length, Source source) {
        return new Streamed(length, source);
    }
}
