package dev.offpeak.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.offpeak.core.provider.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// Writes JSON answers straight to bytes.
public final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNumberLength(100_000).build())
            .build();

    private Json() {}

    @FunctionalInterface
    public interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }

    /// @param content writes the fields; the braces are written here
    public static Body object(Content content) {
        var out = new ByteArrayOutputStream(512);
        try (var json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            content.writeTo(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return Body.of(out.toByteArray());
    }

    /// The text of `body` if it is one JSON value in UTF-8, which may be written into other JSON as it is.
    public static Optional<String> value(Body body) {
        var text = Utf8.text(body);
        return text.filter(Json::isValue);
    }

    private static boolean isValue(String text) {
        try (var parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }
}
