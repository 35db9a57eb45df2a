package dev.offpeak.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// An error of our own API as RFC 9457 problem details.
///
/// @param field the path of the offending field, where there is one
public record Problem(ProblemType type, String detail, Optional<String> field) {
    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, Optional.empty());
    }

    public static Problem ofField(ProblemType type, String field, String why) {
        return new Problem(type, field + ": " + why, Optional.of(field));
    }

    public int status() {
        return type.status();
    }

    public HttpResponse response() {
        return response(json -> {});
    }

    /// @param more members beside the standard ones, as RFC 9457 allows
    public HttpResponse response(Json.Content more) {
        var headers = Map.of("Content-Type", "application/problem+json");
        var plain = new HttpResponse(status(), headers, Json.object(json -> {
            writeFields(json);
            more.writeTo(json);
        }));
        return status() == 503 ? plain.with("Retry-After", "1") : plain;
    }

    public void writeFields(JsonGenerator json) throws IOException {
        json.writeStringField("type", type.uri());
        json.writeStringField("title", type.title());
        json.writeNumberField("status", status());
        json.writeStringField("detail", detail);
        if (field.isPresent()) {
            json.writeStringField("field", field.get());
        }
    }
}
