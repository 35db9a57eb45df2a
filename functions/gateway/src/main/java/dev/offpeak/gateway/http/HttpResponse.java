package dev.offpeak.gateway.http;

import dev.offpeak.core.provider.Body;
import java.util.LinkedHashMap;
import java.util.Map;

/// An answer before API Gateway's encoding.
public record HttpResponse(int status, Map<String, String> headers, Body body) {
    public static HttpResponse json(int status, Body body) {
        return new HttpResponse(status, Map.of("Content-Type", "application/json"), body);
    }

    public HttpResponse with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpResponse(status, more, body);
    }
}
