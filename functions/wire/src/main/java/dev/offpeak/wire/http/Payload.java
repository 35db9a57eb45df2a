package dev.offpeak.wire.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A request body of known length that is read while it is sent.
public record Payload(long length, Source source) {
    public static final Payload NONE = of(new byte[0]);

    @FunctionalInterface
    public interface Source {
        InputStream open() throws IOException;
    }

    public Payload {
        if (length < 0) {
            throw new IllegalArgumentException("a body of " + length + " bytes");
        }
    }

    public static Payload of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    public static Payload of(byte[] bytes, int offset, int length) {
        return new Payload(length, () -> new ByteArrayInputStream(bytes, offset, length));
    }
}
