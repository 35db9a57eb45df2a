package dev.offpeak.gateway;

import dev.offpeak.core.provider.Body;
import dev.offpeak.gateway.http.HttpRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request in the making.
record Call(
        String method,
        String path,
        Map<String, String> headers,
        Map<String, String> query,
        Body body,
        Optional<String> authorizer) {

    static Call of(String method, String path) {
        return new Call(method, path, Map.of(), Map.of(), Body.of(""), Optional.empty());
    }

    static Call get(String path) {
        return of("GET", path);
    }

    static Call post(String path, String body) {
        return of("POST", path).with("content-type", "application/json").body(Body.of(body));
    }

    static Call ndjson(String body) {
        return of("POST", "/v1/jobs")
                .with("content-type", "application/x-ndjson")
                .body(Body.of(body));
    }

    Call with(String name, String value) {
        return new Call(method, path, plus(headers, name.toLowerCase(Locale.ROOT), value), query, body, authorizer);
    }

    Call query(String name, String value) {
        return new Call(method, path, headers, plus(query, name, value), body, authorizer);
    }

    Call body(Body other) {
        return new Call(method, path, headers, query, other, authorizer);
    }

    Call authorizedAs(String tenant) {
        return new Call(method, path, headers, query, body, Optional.of(tenant));
    }

    HttpRequest request() {
        return new HttpRequest(method, path, headers, query, body, authorizer);
    }

    private static Map<String, String> plus(Map<String, String> map, String name, String value) {
        var more = new HashMap<>(map);
        more.put(name, value);
        return Map.copyOf(more);
    }
}
