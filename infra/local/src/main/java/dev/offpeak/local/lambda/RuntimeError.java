package dev.offpeak.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a runtime posts to an error path: `{"errorType":…,"errorMessage":…}`, or a type in the header alone.
record RuntimeError(String type, String message) {

    private static final JsonMapper JSON = new JsonMapper();

    static RuntimeError read(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String type = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Lambda-Runtime-Function-Error-Type"))
                .orElse("Runtime.UnknownReason");
        try {
            JsonNode json = JSON.readTree(body);
            return new RuntimeError(
                    json.path("errorType").asText(type),
                    json.path("errorMessage").asText(""));
        } catch (JsonProcessingException notJson) {
            // Lambda takes any body here; what came is still the best message there is.
            return new RuntimeError(type, new String(body, StandardCharsets.UTF_8));
        }
    }
}
