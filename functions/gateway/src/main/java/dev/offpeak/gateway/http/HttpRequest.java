package dev.offpeak.gateway.http;

import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Headers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A request as the function sees it.
///
/// @param headers by lower-case name
/// @param authorizerTenant what an API Gateway authorizer vouches for
public record HttpRequest(
        String method,
        String path,
        Map<String, String> headers,
        Map<String, String> query,
        Body body,
        Optional<String> authorizerTenant) {

    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /// Those of the headers named that came.
    public Headers carried(Set<String> names) {
        var carried = new HashMap<String, String>();
        for (var name : names) {
            header(name).ifPresent(value -> carried.put(name, value));
        }
        return new Headers(carried);
    }

    public HttpRequest withMethod(String other) {
        return new HttpRequest(other, path, headers, query, body, authorizerTenant);
    }

    /// Without the headers and the query, which hold keys and names: it may end up in a log.
    @Override
    public String toString() {
        return method + " " + path + ", " + body;
    }
}
