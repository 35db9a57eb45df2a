package dev.offpeak.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Headers;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A request as the function sees it.
///
/// @param headers by lower-case name
/// @param query decoded, the last of several equal parameters
/// @param rawQuery as it may be sent on; it was written so, or means the same
/// @param authorizerTenant what an API Gateway authorizer vouches for
/// @param root the base URL under which the caller reached us, without a slash at its end
public record HttpRequest(
        String method,
        String path,
        Map<String, String> headers,
        Map<String, String> query,
        String rawQuery,
        Body body,
        Optional<String> authorizerTenant,
        String root) {

    public HttpRequest(
            String method,
            String path,
            Map<String, String> headers,
            Map<String, String> query,
            Body body,
            Optional<String> authorizerTenant) {
        this(method, path, headers, query, encoded(query.entrySet()), body, authorizerTenant);
    }

    public HttpRequest(
            String method,
            String path,
            Map<String, String> headers,
            Map<String, String> query,
            String rawQuery,
            Body body,
            Optional<String> authorizerTenant) {
        this(method, path, headers, query, rawQuery, body, authorizerTenant, "");
    }

    static String encoded(Collection<Map.Entry<String, String>> parameters) {
        if (parameters.isEmpty()) {
            return "";
        }
        return parameters.stream()
                .map(pair -> URLEncoder.encode(pair.getKey(), UTF_8) + "=" + URLEncoder.encode(pair.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }

    /// Which of a type's names a header says, in letters of any case; empty when it says something else.
    public <E extends Enum<E>> Optional<E> choice(String lowerCaseName, Class<E> type, E usual) {
        var said = headers.get(lowerCaseName);
        return said == null
                ? Optional.of(usual)
                : Arrays.stream(type.getEnumConstants())
                        .filter(value -> value.name().equalsIgnoreCase(said.strip()))
                        .findFirst();
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /// What the body would have to be undone of before it can be read.
    public Optional<String> compression() {
        return header("content-encoding").filter(coding -> !coding.isBlank() && !coding.equalsIgnoreCase("identity"));
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
        return new HttpRequest(other, path, headers, query, rawQuery, body, authorizerTenant, root);
    }

    /// Without the headers and the query, which hold keys and names: it may end up in a log.
    @Override
    public String toString() {
        return method + " " + path + ", " + body;
    }
}
