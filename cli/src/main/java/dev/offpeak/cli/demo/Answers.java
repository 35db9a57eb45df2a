package dev.offpeak.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offpeak.cli.json.Json;
import dev.offpeak.cli.tickets.Label;
import java.util.Optional;

/// Looks at the provider's answer to a job as its user would.
final class Answers {
    private Answers() {}

    /// What is wrong with it; empty when it is good.
    static Optional<String> complaint(Job.Kind kind, JsonNode result) {
        return switch (kind) {
            case SORT -> sorted(result);
            case EMBED -> embedded(result);
        };
    }

    private static Optional<String> sorted(JsonNode result) {
        String text = Optional.ofNullable(result.findValue("text"))
                .map(JsonNode::asText)
                .orElse("");
        JsonNode answer;
        try {
            answer = Json.read(unfenced(text));
        } catch (IllegalArgumentException notJson) {
            return Optional.of("the answer is no JSON: " + text);
        }
        if (Label.of(answer.path("label").asText()).isEmpty()) {
            return Optional.of("the label is none of those allowed: " + text);
        }
        return answer.path("summary").asText().isBlank()
                ? Optional.of("there is no summary: " + text)
                : Optional.empty();
    }

    private static Optional<String> embedded(JsonNode result) {
        int size = Optional.ofNullable(result.findValue("embedding"))
                .map(JsonNode::size)
                .orElse(0);
        return size == Models.DIMENSIONS
                ? Optional.empty()
                : Optional.of("the vector has " + size + " dimensions, not " + Models.DIMENSIONS);
    }

    // Real models like to wrap JSON into a code block.
    private static String unfenced(String text) {
        int begin = text.indexOf('{');
        int end = text.lastIndexOf('}');
        return begin >= 0 && end > begin ? text.substring(begin, end + 1) : text;
    }
}
