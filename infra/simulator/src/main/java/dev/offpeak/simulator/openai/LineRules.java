package dev.offpeak.simulator.openai;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.offpeak.simulator.batch.Inspection.Problem;
import dev.offpeak.simulator.http.Json;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks the lines of one batch one after another; the first bad one fails the batch.
final class LineRules {
    private static final int MAX_LINES = 50_000;
    private static final int MAX_EMBEDDING_INPUTS = 50_000;

    private final String endpoint;
    private final Models models;
    private final Set<String> customIds = new HashSet<>();
    private String model = "";
    private int inputs;

    LineRules(String endpoint, Models models) {
        this.endpoint = endpoint;
        this.models = models;
    }

    String model() {
        return model;
    }

    Optional<Problem> check(String text, int line) {
        JsonNode json;
        try {
            json = Json.MAPPER.readTree(text);
        } catch (JacksonException e) {
            return problem("invalid_json_line", "This line is not parseable as valid JSON.", null, line);
        }
        if (!json.isObject()) {
            return problem("invalid_json_line", "This line is not a JSON object.", null, line);
        }
        return envelope(json, line).or(() -> body(json.path("body"), line)).or(() -> size(line));
    }

    private Optional<Problem> envelope(JsonNode json, int line) {
        for (String required : new String[] {"custom_id", "method", "url"}) {
            if (!json.path(required).isTextual()) {
                return missing(required, line);
            }
        }
        if (!json.path("body").isObject()) {
            return missing("body", line);
        }
        if (!customIds.add(json.get("custom_id").asText())) {
            String id = json.get("custom_id").asText();
            return problem(
                    "duplicate_custom_id", "The custom_id '" + id + "' is used by another line.", "custom_id", line);
        }
        if (!json.get("method").asText().equals("POST")) {
            return problem("invalid_method", "The only method of a batch is POST.", "method", line);
        }
        return json.get("url").asText().equals(endpoint)
                ? Optional.empty()
                : problem("invalid_url", "The url of this line is not the batch's endpoint.", "url", line);
    }

    private Optional<Problem> body(JsonNode body, int line) {
        String name = body.path("model").asText();
        if (name.isEmpty()) {
            return problem("invalid_request", "The body of this line names no model.", "body.model", line);
        }
        if (!models.exists(name)) {
            return problem("model_not_found", "The provided model '" + name + "' does not exist.", "body.model", line);
        }
        if (!model.isEmpty() && !model.equals(name)) {
            return problem(
                    "mismatched_model", "All lines must use one model; expected '" + model + "'.", "body.model", line);
        }
        model = name;
        if (body.path("stream").asBoolean()) {
            return problem("streaming_unsupported", "Batches cannot stream.", "body.stream", line);
        }
        JsonNode input = body.path("input");
        inputs += input.isArray() && endpoint.equals("/v1/embeddings") ? input.size() : 1;
        return Optional.empty();
    }

    private Optional<Problem> size(int line) {
        if (customIds.size() > MAX_LINES) {
            return problem("too_many_tasks", "A batch holds at most 50,000 requests.", null, line);
        }
        return inputs > MAX_EMBEDDING_INPUTS
                ? problem("too_many_tasks", "A batch holds at most 50,000 embedding inputs.", null, line)
                : Optional.empty();
    }

    private static Optional<Problem> missing(String what, int line) {
        return problem("missing_required_parameter", "Missing required parameter: '" + what + "'.", what, line);
    }

    private static Optional<Problem> problem(String code, String message, @Nullable String param, int line) {
        return Optional.of(new Problem(code, message, param, line));
    }
}
