package dev.offpeak.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.http.Json;
import java.time.Duration;

/// What a batch was created with.
///
/// @param endpoint the URL all its lines must name, such as `/v1/chat/completions`
/// @param outputLife how long its result files live, counted from their creation
record OpenAiBatch(String inputFileId, String endpoint, JsonNode metadata, Duration outputLife) {

    static OpenAiBatch of(JsonNode details) {
        return new OpenAiBatch(
                details.path("input").asText(),
                details.path("endpoint").asText(),
                details.path("metadata"),
                Duration.ofSeconds(details.path("output_life").asLong()));
    }

    /// For the journal.
    ObjectNode details() {
        ObjectNode json = Json.object().put("input", inputFileId).put("endpoint", endpoint);
        json.set("metadata", metadata);
        return json.put("output_life", outputLife.toSeconds());
    }
}
