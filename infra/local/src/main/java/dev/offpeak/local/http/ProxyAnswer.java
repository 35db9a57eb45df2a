package dev.offpeak.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What goes back to the HTTP client.
record ProxyAnswer(int status, Map<String, List<String>> headers, byte[] body) {

    private static final JsonMapper JSON = new JsonMapper();

    /// As the template has it.
    static final ProxyAnswer TOO_LONG = json(
            413,
            "{\"type\":\"error\",\"error\":{\"type\":\"request_too_large\",\"code\":\"request_too_large\",\"param\":null,"
                    + "\"message\":\"the request is larger than the 6 MB that are taken at once\"}}");

    static final ProxyAnswer TOO_SLOW = message(408, "Request timed out");
    static final ProxyAnswer TIMED_OUT = message(504, "Endpoint request timed out");
    static final ProxyAnswer FUNCTION_FAILED = message(502, "Internal server error");
    static final ProxyAnswer NO_ROUTE = message(403, "Missing Authentication Token");

    /// Reads a function's answer; anything API Gateway would call malformed is its 502.
    static ProxyAnswer parse(byte[] payload) {
        try {
            JsonNode answer = JSON.readTree(payload);
            JsonNode status = answer.path("statusCode");
            if (!status.canConvertToInt() || status.asInt() < 100 || status.asInt() > 599) {
                return FUNCTION_FAILED;
            }
            return new ProxyAnswer(status.asInt(), headers(answer), body(answer));
        } catch (IOException | IllegalArgumentException malformed) {
            return FUNCTION_FAILED;
        }
    }

    // Of a name in both maps, the multi-value one counts.
    private static Map<String, List<String>> headers(JsonNode answer) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        answer.path("headers")
                .properties()
                .forEach(header ->
                        headers.put(header.getKey(), List.of(header.getValue().asText())));
        answer.path("multiValueHeaders").properties().forEach(header -> {
            List<String> values = new ArrayList<>();
            header.getValue().forEach(value -> values.add(value.asText()));
            headers.put(header.getKey(), values);
        });
        headers.putIfAbsent("Content-Type", List.of("application/json"));
        return headers;
    }

    private static byte[] body(JsonNode answer) {
        String body = answer.path("body").asText("");
        return answer.path("isBase64Encoded").asBoolean()
                ? Base64.getDecoder().decode(body)
                : body.getBytes(StandardCharsets.UTF_8);
    }

    private static ProxyAnswer message(int status, String text) {
        return json(status, "{\"message\":\"" + text + "\"}");
    }

    private static ProxyAnswer json(int status, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        return new ProxyAnswer(status, Map.of("Content-Type", List.of("application/json")), body);
    }
}
