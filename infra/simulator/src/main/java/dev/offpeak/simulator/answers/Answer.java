package dev.offpeak.simulator.answers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offpeak.simulator.http.Json;
import java.nio.charset.StandardCharsets;

/// What the model says.
public sealed interface Answer {
    long tokens();

    /// Plain text.
    ///
    /// @param cutOff the output limit ended it
    record Text(String text, boolean cutOff) implements Answer {
        @Override
        public long tokens() {
            return Math.max(1, Tokens.estimate(text));
        }
    }

    record ToolCall(String name, JsonNode arguments) implements Answer {
        public String argumentsText() {
            return new String(Json.bytes(arguments), StandardCharsets.UTF_8);
        }

        @Override
        public long tokens() {
            return Tokens.estimate(name) + Tokens.estimate(argumentsText());
        }
    }
}
