package dev.offpeak.core.provider;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;

/// The bytes of a request or an answer, exactly as they came.
public final class Body {
    private final byte[] bytes;
    private final int offset;
    private final int length;

    private Body(byte[] bytes, int offset, int length) {
        if (offset < 0 || length < 0 || length > bytes.length - offset) {
            throw new IllegalArgumentException(
                    "slice [" + offset + ", +" + length + "] is outside of " + bytes.length + " bytes");
        }
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    /// Wraps without copying: the caller gives the array away.
    public static Body of(byte[] bytes) {
        return new Body(bytes, 0, bytes.length);
    }

    public static Body slice(byte[] bytes, int offset, int length) {
        return new Body(bytes, offset, length);
    }

    public static Body of(String text) {
        return of(text.getBytes(UTF_8));
    }

    public int length() {
        return length;
    }

    public byte at(int index) {
        return bytes[offset + Objects.checkIndex(index, length)];
    }

    public byte[] toBytes() {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    /// The backing array, for parsers that read in place; never write to it.
    public byte[] array() {
        return bytes;
    }

    public int offset() {
        return offset;
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, offset, length);
    }

    public String text() {
        return new String(bytes, offset, length, UTF_8);
    }

    /// Whether it begins as a stream of server-sent events does, with a field of one or a comment; no JSON does.
    public boolean isEventStream() {
        var start = new String(bytes, offset, Math.min(length, 6), US_ASCII);
        return Stream.of("data:", "event:", "id:", "retry:", ":").anyMatch(start::startsWith);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Body body
                && Arrays.equals(bytes, offset, offset + length, body.bytes, body.offset, body.offset + body.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    /// Only the size: prompts and outputs never reach a log.
    @Override
    public String toString() {
        return "Body[" + length + " bytes]";
    }
}
