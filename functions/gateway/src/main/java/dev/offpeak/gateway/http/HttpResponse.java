package dev.offpeak.gateway.http;

import dev.offpeak.core.provider.Body;
import java.util.LinkedHashMap;
import java.util.Map;

/// An answer before Lambda's encoding.
public record HttpResponse(int status, Map<String, String> headers, Content content) {
    public HttpResponse(int status, Map<String, String> headers, Body body) {
        this(status, headers, new Content.Whole(body));
    }

    public static HttpResponse json(int status, Body body) {
        return new HttpResponse(status, Map.of("Content-Type", "application/json"), body);
    }

    public HttpResponse with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpResponse(status, more, content);
    }

    /// The same without its bytes, as a `HEAD` is answered.
    public HttpResponse bare() {
        if (content instanceof Content.Passing(var source)) {
            source.close();
        }
        return new HttpResponse(status, headers, Body.of(""));
    }

    /// The bytes of an answer that does not pass through.
    public Body body() {
        return switch (content) {
            case Content.Whole(var body) -> body;
            case Content.Passing passing -> throw new IllegalStateException("the answer is still coming in");
        };
    }
}
