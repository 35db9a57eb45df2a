package dev.offpeak.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.offpeak.core.provider.Body;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// API Gateway's REST proxy event (payload 1.0), read and written as a stream of tokens: no reflection, no tree.
public final class ProxyEvents {
    // an invocation is at most 6 MB, and a string in it cannot be longer
    private final JsonFactory json = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(8 * 1024 * 1024)
                    .build())
            .build();

    public HttpRequest read(InputStream in) throws IOException {
        var draft = new Draft();
        try (var parser = json.createParser(in)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the event is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "httpMethod" -> draft.method = parser.getValueAsString("");
                    case "path" -> draft.path = parser.getValueAsString("");
                    case "headers" -> strings(parser, draft.headers, true);
                    case "queryStringParameters" -> strings(parser, draft.query, false);
                    case "body" -> draft.body = parser.getValueAsString(null);
                    case "isBase64Encoded" -> draft.base64 = parser.getValueAsBoolean();
                    case "requestContext" -> context(parser, draft);
                    default -> parser.skipChildren();
                }
            }
        }
        return draft.finish();
    }

    public void write(HttpResponse response, OutputStream out) throws IOException {
        try (var writer = json.createGenerator(out)) {
            writer.writeStartObject();
            writer.writeNumberField("statusCode", response.status());
            writer.writeObjectFieldStart("headers");
            for (var header : response.headers().entrySet()) {
                writer.writeStringField(header.getKey(), header.getValue());
            }
            writer.writeEndObject();
            var text = text(response.body());
            writer.writeBooleanField("isBase64Encoded", text.isEmpty());
            writer.writeStringField(
                    "body",
                    text.orElseGet(() ->
                            Base64.getEncoder().encodeToString(response.body().toBytes())));
            writer.writeEndObject();
        }
    }

    /// Empty when the bytes are not UTF-8: replacing what does not decode would change them.
    private static Optional<String> text(Body body) {
        try {
            return Optional.of(UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(body.array(), body.offset(), body.length()))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static void context(JsonParser parser, Draft draft) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            parser.nextToken();
            if (name.equals("authorizer")) {
                strings(parser, draft.authorizer, false);
            } else {
                parser.skipChildren();
            }
        }
    }

    private static void strings(JsonParser parser, Map<String, String> into, boolean lowerCase) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            var token = parser.nextToken();
            if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                into.put(lowerCase ? name.toLowerCase(Locale.ROOT) : name, parser.getText());
            } else {
                parser.skipChildren();
            }
        }
    }

    private static final class Draft {
        private final Map<String, String> headers = new HashMap<>();
        private final Map<String, String> query = new HashMap<>();
        private final Map<String, String> authorizer = new HashMap<>();
        private String method = "";
        private String path = "";
        private @Nullable String body;
        private boolean base64;

        HttpRequest finish() {
            var text = body == null ? "" : body;
            return new HttpRequest(
                    method,
                    path,
                    Map.copyOf(headers),
                    Map.copyOf(query),
                    Body.of(base64 ? Base64.getDecoder().decode(text) : text.getBytes(UTF_8)),
                    Optional.ofNullable(authorizer.get("tenant")));
        }
    }
}
