package dev.offpeak.wire.json;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonToken;
import dev.offpeak.core.provider.Body;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One JSON value as the byte range it was written in, exactly; decoded only when asked.
public final class JsonBytes {
    public enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        BOOLEAN,
        NULL
    }

    private final byte[] bytes;
    private final int offset;
    private final int length;

    /// What was read of it on the way.
    @Nullable
    private final JsonObject members;

    JsonBytes(byte[] bytes, int offset, int length) {
        this(bytes, offset, length, null);
    }

    JsonBytes(byte[] bytes, int offset, int length, @Nullable JsonObject members) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
        this.members = members;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    public Kind kind() {
        return switch (bytes[offset]) {
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.ARRAY;
            case '"' -> Kind.STRING;
            case 't', 'f' -> Kind.BOOLEAN;
            case 'n' -> Kind.NULL;
            default -> Kind.NUMBER;
        };
    }

    public boolean isTrue() {
        return bytes[offset] == 't';
    }

    /// The text of a string; empty for any other kind.
    public Optional<String> text() {
        if (kind() != Kind.STRING) {
            return Optional.empty();
        }
        if (isPlain()) {
            return Optional.of(new String(bytes, offset + 1, length - 2, UTF_8));
        }
        try (var scan = scan()) {
            scan.next();
            return Optional.of(scan.text());
        } catch (MalformedJson e) {
            throw new IllegalStateException("a checked value is malformed", e);
        }
    }

    /// Whether the bytes of a string are its text.
    private boolean isPlain() {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\\') {
                return false;
            }
        }
        return true;
    }

    /// The value of a number written as digits only, such as a token count; empty for anything else.
    public Optional<Long> integer() {
        if (length > 19 || kind() != Kind.NUMBER) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(new String(bytes, offset, length, US_ASCII)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// The members of an object; empty for any other kind.
    public Optional<JsonObject> object() {
        if (members != null) {
            return Optional.of(members);
        }
        if (kind() != Kind.OBJECT) {
            return Optional.empty();
        }
        try (var scan = scan()) {
            scan.next();
            return Optional.of(JsonObject.read(scan, false));
        } catch (MalformedJson e) {
            throw new IllegalStateException("a checked value is malformed", e);
        }
    }

    /// Shows the elements of an array one after the other, none for any other kind. A million token numbers pass
    /// through without being held.
    public void each(Consumer<JsonBytes> element) {
        if (kind() != Kind.ARRAY) {
            return;
        }
        try (var scan = scan()) {
            scan.next();
            for (var token = scan.next(); token != null && token != JsonToken.END_ARRAY; token = scan.next()) {
                element.accept(scan.value(token));
            }
        } catch (MalformedJson e) {
            throw new IllegalStateException("a checked value is malformed", e);
        }
    }

    /// The value as it was written.
    public void writeTo(ByteArrayOutputStream out) {
        out.write(bytes, offset, length);
    }

    /// The value as it was written, in the bytes it lies in.
    public Body body() {
        return Body.slice(bytes, offset, length);
    }

    private Scan scan() throws MalformedJson {
        return new Scan(bytes, offset, offset + length);
    }

    /// Only what and how much: prompts and outputs never reach a log.
    @Override
    public String toString() {
        return kind() + "[" + length + " bytes]";
    }
}
