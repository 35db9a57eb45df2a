package dev.offpeak.gateway.dropin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.offpeak.gateway.http.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;

/// The sentence in one of our own problem documents.
final class Detail {
    private static final JsonFactory JSON = new JsonFactory();

    private Detail() {}

    static String of(HttpResponse problem) {
        var body = problem.body();
        try (var parser = JSON.createParser(body.array(), body.offset(), body.length())) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME
                        && parser.currentName().equals("detail")) {
                    return parser.nextTextValue();
                }
            }
            return "refused";
        } catch (IOException e) {
            throw new UncheckedIOException("a problem document of our own is not JSON", e);
        }
    }
}
