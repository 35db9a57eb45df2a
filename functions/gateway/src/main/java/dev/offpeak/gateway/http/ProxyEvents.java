package dev.offpeak.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// API Gateway's REST proxy event (payload 1.0) and a function URL's (2.0), read as a stream of tokens: no reflection,
/// no tree.
public final class ProxyEvents {
    // an invocation is at most 6 MB, and a string in it cannot be longer
    private final JsonFactory json = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(8 * 1024 * 1024)
                    .build())
            .build();

    /// @throws IOException when it is no such event; the message never quotes it
    public HttpRequest read(InputStream in) throws IOException {
        var draft = new EventDraft();
        try (var parser = json.createParser(in)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the event is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                field(parser, name, draft);
            }
        } catch (JsonProcessingException e) {
            // its message may quote what it stumbled over, and so may a log that prints it
            var at = e.getLocation();
            throw new IOException("the event is not JSON at byte " + (at == null ? 0 : at.getByteOffset()));
        }
        return draft.finish();
    }

    private static void field(JsonParser parser, String name, EventDraft draft) throws IOException {
        switch (name) {
            case "httpMethod" -> draft.method = text(parser);
            case "path", "rawPath" -> draft.path = text(parser);
            case "headers" -> strings(parser, draft.headers, true);
            case "multiValueHeaders" -> lists(parser, draft.joinedHeaders);
            case "queryStringParameters" -> strings(parser, draft.query, false);
            case "multiValueQueryStringParameters" -> pairs(parser, draft.queryPairs);
            case "rawQueryString" -> draft.rawQuery = text(parser);
            case "body" -> draft.body = bytes(parser);
            case "isBase64Encoded" -> {
                draft.base64 = parser.currentToken() == JsonToken.VALUE_TRUE;
                parser.skipChildren();
            }
            case "requestContext" -> context(parser, draft);
            default -> parser.skipChildren();
        }
    }

    private static void context(JsonParser parser, EventDraft draft) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "authorizer" -> strings(parser, draft.authorizer, false);
                case "http" -> strings(parser, draft.http, false);
                case "path" -> draft.stagedPath = text(parser);
                default -> parser.skipChildren();
            }
        }
    }

    private static @Nullable String text(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        parser.skipChildren();
        return null;
    }

    /// A long text without a string of it in between.
    private static byte @Nullable [] bytes(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return Utf8.bytes(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        }
        parser.skipChildren();
        return null;
    }

    private static void strings(JsonParser parser, Map<String, String> into, boolean lowerCase) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
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

    /// Payload 1.0 keeps only the last of several equal headers in `headers`; a second `anthropic-beta` counts, too.
    private static void lists(JsonParser parser, Map<String, String> into) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName().toLowerCase(Locale.ROOT);
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                parser.skipChildren();
                continue;
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                Optional.ofNullable(text(parser))
                        .ifPresent(value -> into.merge(name, value, (one, other) -> one + ", " + other));
            }
        }
    }

    /// Of equal parameters `queryStringParameters` keeps the last only.
    private static void pairs(JsonParser parser, List<Map.Entry<String, String>> into) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                parser.skipChildren();
                continue;
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                Optional.ofNullable(text(parser)).ifPresent(value -> into.add(Map.entry(name, value)));
            }
        }
    }
}
