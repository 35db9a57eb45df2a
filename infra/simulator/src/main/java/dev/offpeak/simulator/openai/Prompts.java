package dev.offpeak.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.answers.Prompt;
import dev.offpeak.simulator.answers.Prompt.Format;
import dev.offpeak.simulator.answers.Prompt.Tool;
import java.util.Optional;

/// Reads what a chat completion or a response asks for.
final class Prompts {
    private static final long DEFAULT_MAX_TOKENS = 4_096;

    private Prompts() {}

    static Prompt chat(ObjectNode body) {
        JsonNode format = body.path("response_format");
        long max = body.path("max_completion_tokens")
                .asLong(body.path("max_tokens").asLong(DEFAULT_MAX_TOKENS));
        return prompt(
                body.path("messages"),
                "",
                format(format.path("type").asText(), format.path("json_schema").path("schema")),
                chatTool(body),
                max);
    }

    static Prompt response(ObjectNode body) {
        JsonNode format = body.path("text").path("format");
        return prompt(
                body.path("input"),
                body.path("instructions").asText(),
                format(format.path("type").asText(), format.path("schema")),
                responseTool(body),
                body.path("max_output_tokens").asLong(DEFAULT_MAX_TOKENS));
    }

    private static Prompt prompt(
            JsonNode messages, String instructions, Format format, Optional<Tool> tool, long maxTokens) {
        StringBuilder orders = new StringBuilder(instructions);
        StringBuilder text = new StringBuilder();
        if (messages.isTextual()) {
            text.append(messages.asText());
        }
        for (JsonNode message : messages) {
            String role = message.path("role").asText();
            boolean isOrder = role.equals("system") || role.equals("developer");
            append(isOrder ? orders : text, message.path("content"));
        }
        return new Prompt(orders.toString(), text.toString(), format, tool, maxTokens);
    }

    private static void append(StringBuilder target, JsonNode content) {
        if (content.isTextual()) {
            target.append(target.isEmpty() ? "" : "\n").append(content.asText());
        }
        for (JsonNode part : content) {
            append(target, part.path("text"));
        }
    }

    private static Format format(String type, JsonNode schema) {
        return switch (type) {
            case "json_schema" -> new Format.Schema(schema);
            case "json_object" -> new Format.AnyJson();
            default -> new Format.Free();
        };
    }

    private static Optional<Tool> chatTool(ObjectNode body) {
        JsonNode choice = body.path("tool_choice");
        String name = choice.path("function").path("name").asText();
        for (JsonNode tool : body.path("tools")) {
            JsonNode function = tool.path("function");
            if (isChosen(choice, name, function.path("name").asText())) {
                return Optional.of(new Tool(function.path("name").asText(), function.path("parameters")));
            }
        }
        return Optional.empty();
    }

    private static Optional<Tool> responseTool(ObjectNode body) {
        JsonNode choice = body.path("tool_choice");
        for (JsonNode tool : body.path("tools")) {
            String name = tool.path("name").asText();
            if (!name.isEmpty() && isChosen(choice, choice.path("name").asText(), name)) {
                return Optional.of(new Tool(name, tool.path("parameters")));
            }
        }
        return Optional.empty();
    }

    private static boolean isChosen(JsonNode choice, String chosenName, String name) {
        return choice.asText().equals("required") || (!chosenName.isEmpty() && chosenName.equals(name));
    }
}
