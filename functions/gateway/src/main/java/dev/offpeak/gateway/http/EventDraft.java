package dev.offpeak.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.provider.Body;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What has been read of an event so far.
final class EventDraft {
    final Map<String, String> headers = new HashMap<>();
    final Map<String, String> joinedHeaders = new HashMap<>();
    final Map<String, String> query = new HashMap<>();
    /// Payload 1.0's parameters, decoded, each value by itself.
    final List<Map.Entry<String, String>> queryPairs = new ArrayList<>();

    final Map<String, String> authorizer = new HashMap<>();
    /// `requestContext.http`, which only payload 2.0 has.
    final Map<String, String> http = new HashMap<>();

    @Nullable
    String method;

    @Nullable
    String path;

    /// The path with the stage before it, where the caller's URL has one.
    @Nullable
    String stagedPath;

    @Nullable
    String rawQuery;

    byte @Nullable [] body;

    boolean base64;

    HttpRequest finish() throws IOException {
        headers.putAll(joinedHeaders);
        var verb = method == null ? http.get("method") : method;
        if (verb == null || path == null) {
            throw new IOException("the event has no " + (verb == null ? "HTTP method" : "path")
                    + ": it is neither API Gateway's proxy event nor a function URL's");
        }
        return new HttpRequest(
                verb,
                path,
                Collections.unmodifiableMap(headers),
                Collections.unmodifiableMap(rawQuery == null ? query : parsed(rawQuery)),
                rawQuery == null ? HttpRequest.encoded(queryPairs.isEmpty() ? query.entrySet() : queryPairs) : rawQuery,
                Body.of(bytes()),
                Optional.ofNullable(authorizer.get("tenant")),
                root(path));
    }

    /// Scheme and host as the caller wrote them, and the stage where there is one.
    private String root(String path) {
        var host = headers.get("host");
        if (host == null) {
            return "";
        }
        var said = headers.getOrDefault("x-forwarded-proto", "https");
        int comma = said.indexOf(',');
        var scheme = (comma < 0 ? said : said.substring(0, comma)).strip();
        var stage = stagedPath != null && stagedPath.endsWith(path)
                ? stagedPath.substring(0, stagedPath.length() - path.length())
                : "";
        return scheme + "://" + host + stage;
    }

    private byte[] bytes() throws IOException {
        if (body == null) {
            return new byte[0];
        }
        try {
            return base64 ? Base64.getDecoder().decode(body) : body;
        } catch (IllegalArgumentException e) {
            throw new IOException("the event's body is not the base 64 it says it is");
        }
    }

    /// Payload 2.0 joins equal parameters by commas in `queryStringParameters`, which no value can be told from.
    private static Map<String, String> parsed(String raw) {
        var parameters = new HashMap<String, String>();
        for (var pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                parameters.put(
                        decoded(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            // a stray %: what it was meant to be is for the route to refuse
            return text;
        }
    }
}
