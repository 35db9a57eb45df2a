package dev.offpeak.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// An error of our own API as RFC 9457 problem details.
///
/// @param type the last part of the problem's URI, stable and documented in `docs/api.md`
/// @param field the path of the offending field, where there is one
public record Problem(int status, String type, String detail, Optional<String> field) {
    private static final Map<Integer, String> TITLES = Map.of(
            400, "Bad Request",
            401, "Unauthorized",
            404, "Not Found",
            405, "Method Not Allowed",
            409, "Conflict",
            413, "Content Too Large",
            415, "Unsupported Media Type",
            422, "Unprocessable Content",
            502, "Bad Gateway",
            503, "Service Unavailable");

    public static Problem of(int status, String type, String detail) {
        return new Problem(status, type, detail, Optional.empty());
    }

    public static Problem ofField(int status, String type, String field, String why) {
        return new Problem(status, type, field + ": " + why, Optional.of(field));
    }

    public HttpResponse response() {
        return response(json -> {});
    }

    /// @param more members beside the standard ones, as RFC 9457 allows
    public HttpResponse response(Json.Content more) {
        var plain = new HttpResponse(status, Map.of("Content-Type", "application/problem+json"), Json.object(json -> {
            writeFields(json);
            more.writeTo(json);
        }));
        return status == 503 ? plain.with("Retry-After", "1") : plain;
    }

    public void writeFields(JsonGenerator json) throws IOException {
        json.writeStringField("type", "https://offpeak.dev/problems/" + type);
        json.writeStringField("title", TITLES.getOrDefault(status, "Error"));
        json.writeNumberField("status", status);
        json.writeStringField("detail", detail);
        if (field.isPresent()) {
            json.writeStringField("field", field.get());
        }
    }
}
