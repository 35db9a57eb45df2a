package dev.offpeak.simulator.answers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/// What a model call asks for, whichever API it came through.
///
/// @param instructions system and developer messages
/// @param text all other messages
/// @param tool the tool the model must call, if any
/// @param maxTokens output limit
public record Prompt(String instructions, String text, Format format, Optional<Tool> tool, long maxTokens) {

    public String all() {
        return instructions.isEmpty() ? text : instructions + "\n" + text;
    }

    /// The shape of answer the caller insists on.
    public sealed interface Format {
        record Free() implements Format {}

        record AnyJson() implements Format {}

        record Schema(JsonNode schema) implements Format {}
    }

    /// A tool the model may call.
    ///
    /// @param schema JSON schema of its arguments
    public record Tool(String name, JsonNode schema) {}
}
