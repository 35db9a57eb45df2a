package dev.offpeak.simulator.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.answers.Prompt;
import dev.offpeak.simulator.answers.Prompt.Format;
import dev.offpeak.simulator.answers.Prompt.Tool;
import java.util.Optional;

/// Reads what a message asks for.
final class Prompts {
    private static final long DEFAULT_MAX_TOKENS = 4_096;

    private Prompts() {}

    static Prompt of(ObjectNode params) {
        StringBuilder system = new StringBuilder();
        append(system, params.path("system"));
        StringBuilder text = new StringBuilder();
        params.path("messages").forEach(message -> append(text, message.path("content")));
        return new Prompt(
                system.toString(),
                text.toString(),
                format(params),
                tool(params),
                params.path("max_tokens").asLong(DEFAULT_MAX_TOKENS));
    }

    private static void append(StringBuilder target, JsonNode content) {
        if (content.isTextual()) {
            target.append(target.isEmpty() ? "" : "\n").append(content.asText());
        }
        for (JsonNode block : content) {
            append(target, block.has("text") ? block.get("text") : block.path("content"));
        }
    }

    private static Format format(ObjectNode params) {
        JsonNode format = params.path("output_config").path("format");
        JsonNode schema = format.has("schema")
                ? format.get("schema")
                : params.path("output_format").path("schema");
        return schema.isObject() ? new Format.Schema(schema) : new Format.Free();
    }

    private static Optional<Tool> tool(ObjectNode params) {
        JsonNode choice = params.path("tool_choice");
        for (JsonNode tool : params.path("tools")) {
            String name = tool.path("name").asText();
            boolean forced = switch (choice.path("type").asText()) {
                case "any" -> true;
                case "tool" -> choice.path("name").asText().equals(name);
                default -> false;
            };
            if (forced) {
                return Optional.of(new Tool(name, tool.path("input_schema")));
            }
        }
        return Optional.empty();
    }
}
