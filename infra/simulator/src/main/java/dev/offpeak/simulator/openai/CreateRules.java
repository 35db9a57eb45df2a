package dev.offpeak.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.http.Refusal;
import java.util.Optional;
import java.util.Set;

/// The little that creating a batch checks; everything about the file comes back later as a failed batch.
final class CreateRules {
    private static final Set<String> ENDPOINTS = Set.of(
            "/v1/responses",
            "/v1/chat/completions",
            "/v1/embeddings",
            "/v1/completions",
            "/v1/moderations",
            "/v1/images/generations",
            "/v1/images/edits",
            "/v1/videos");

    private CreateRules() {}

    static Optional<Refusal> check(ObjectNode body) {
        for (String required : new String[] {"input_file_id", "endpoint", "completion_window"}) {
            if (!body.path(required).isTextual()) {
                return invalid("Missing required parameter: '" + required + "'.", required);
            }
        }
        if (!ENDPOINTS.contains(body.get("endpoint").asText())) {
            return invalid("Invalid value: '" + body.get("endpoint").asText() + "'.", "endpoint");
        }
        if (!body.get("completion_window").asText().equals("24h")) {
            return invalid("Invalid value for 'completion_window': only '24h' is supported.", "completion_window");
        }
        return metadata(body.path("metadata")).or(() -> outputLife(body.path("output_expires_after")));
    }

    private static Optional<Refusal> metadata(JsonNode metadata) {
        if (metadata.isMissingNode() || metadata.isNull()) {
            return Optional.empty();
        }
        boolean good = metadata.isObject()
                && metadata.size() <= 16
                && metadata.properties().stream()
                        .allMatch(pair -> pair.getKey().length() <= 64
                                && pair.getValue().isTextual()
                                && pair.getValue().asText().length() <= 512);
        return good
                ? Optional.empty()
                : invalid("'metadata' takes 16 pairs of strings, keys to 64 and values to 512 characters.", "metadata");
    }

    private static Optional<Refusal> outputLife(JsonNode life) {
        boolean good = life.isMissingNode()
                || life.isNull()
                || (life.path("anchor").asText().equals("created_at")
                        && ExpiresAfter.isAllowed(life.path("seconds").asLong()));
        return good ? Optional.empty() : invalid("Invalid 'output_expires_after'.", "output_expires_after");
    }

    private static Optional<Refusal> invalid(String message, String param) {
        return Optional.of(Refusal.invalid(message, param));
    }
}
