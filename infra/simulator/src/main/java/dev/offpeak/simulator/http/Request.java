package dev.offpeak.simulator.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// One HTTP request with its path parameters taken out.
public final class Request {
    private final HttpExchange exchange;
    private final Map<String, String> pathParams;

    Request(HttpExchange exchange, Map<String, String> pathParams) {
        this.exchange = exchange;
        this.pathParams = Map.copyOf(pathParams);
    }

    public String path() {
        return exchange.getRequestURI().getPath();
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    public String id() {
        return pathParams.getOrDefault("id", "");
    }

    public Optional<String> query(String name) {
        String query = exchange.getRequestURI().getRawQuery();
        if (query == null) {
            return Optional.empty();
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && decode(pair.substring(0, equals)).equals(name)) {
                return Optional.of(decode(pair.substring(equals + 1)));
            }
        }
        return Optional.empty();
    }

    public int intQuery(String name, int fallback, int max) {
        try {
            return query(name)
                    .map(Integer::parseInt)
                    .map(n -> Math.clamp(n, 1, max))
                    .orElse(fallback);
        } catch (NumberFormatException e) {
            return fallback;
        }
    }

    /// The announced body length; -1 when the client sends chunks.
    public long contentLength() {
        return header("content-length").map(Long::parseLong).orElse(-1L);
    }

    public InputStream body() {
        return exchange.getRequestBody();
    }

    /// The body as a JSON object; empty when it is anything else.
    public Optional<ObjectNode> jsonObject() throws IOException {
        try {
            JsonNode node = Json.MAPPER.readTree(body());
            return node instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
