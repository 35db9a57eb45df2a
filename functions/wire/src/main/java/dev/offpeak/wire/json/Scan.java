package dev.offpeak.wire.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// One pass over the JSON text in `bytes[from, to)`, positioned on a value at a time.
final class Scan implements AutoCloseable {
    private static final int DEPTH = 256;

    // Sizes are bounded where bytes come in, so strings and numbers may be as long as the body; neither is decoded
    // unless asked for. Names are not interned: callers choose them, and an interned string is never given back.
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(4096)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final byte[] bytes;
    private final int from;
    private final JsonParser parser;

    Scan(byte[] bytes, int from, int to) throws MalformedJson {
        this.bytes = bytes;
        this.from = from;
        try {
            parser = JSON.createParser(bytes, from, to - from);
        } catch (IOException e) {
            throw new MalformedJson("not JSON: " + e.getClass().getSimpleName());
        }
    }

    /// The next token, or null after the last.
    @Nullable
    JsonToken next() throws MalformedJson {
        try {
            return parser.nextToken();
        } catch (StreamConstraintsException e) {
            throw new MalformedJson("nested deeper than " + DEPTH + ", or a name is too long");
        } catch (IOException e) {
            throw new MalformedJson("not JSON near byte " + at());
        }
    }

    String name() throws MalformedJson {
        try {
            return parser.currentName();
        } catch (IOException e) {
            throw new MalformedJson("not JSON near byte " + at());
        }
    }

    String text() throws MalformedJson {
        try {
            return parser.getText();
        } catch (IOException e) {
            throw new MalformedJson("not JSON near byte " + at());
        }
    }

    /// Where the token that was just read starts.
    int start() {
        return from + (int) parser.currentTokenLocation().getByteOffset();
    }

    /// The value whose first token was just read, whole; the scan is left at its end.
    JsonBytes value(JsonToken first) throws MalformedJson {
        int start = start();
        switch (first) {
            case START_OBJECT, START_ARRAY -> {
                skipChildren();
                return new JsonBytes(bytes, start, from + at() - start);
            }
            case VALUE_STRING -> {
                return new JsonBytes(bytes, start, stringLength(start));
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                return new JsonBytes(bytes, start, numberLength(start));
            }
            case VALUE_NULL, VALUE_TRUE -> {
                return new JsonBytes(bytes, start, 4);
            }
            case VALUE_FALSE -> {
                return new JsonBytes(bytes, start, 5);
            }
            default -> throw new MalformedJson("no value at byte " + at());
        }
    }

    /// The object whose first token was just read, and what is in it; the scan is left at its end.
    JsonBytes object() throws MalformedJson {
        int start = start();
        var members = JsonObject.read(this, true);
        return new JsonBytes(bytes, start, from + at() - start, members);
    }

    private void skipChildren() throws MalformedJson {
        for (int depth = 1; depth > 0; ) {
            var token = next();
            if (token == null) {
                throw new MalformedJson("ends inside a value");
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
    }

    // The parser has not read the string yet and will check it when it moves on; here only its end is sought, so a
    // string without one ends with the array.
    private int stringLength(int start) {
        int i = start + 1;
        while (i < bytes.length && bytes[i] != '"') {
            i += bytes[i] == '\\' ? 2 : 1;
        }
        return Math.min(i + 1, bytes.length) - start;
    }

    private int numberLength(int start) {
        int i = start;
        while (i < bytes.length && (bytes[i] >= '0' && bytes[i] <= '9' || "+-.eE".indexOf(bytes[i]) >= 0)) {
            i++;
        }
        return i - start;
    }

    private int at() {
        return (int) parser.currentLocation().getByteOffset();
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw new IllegalStateException("a parser over an array has nothing to close", e);
        }
    }
}
