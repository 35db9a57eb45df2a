package dev.offpeak.simulator.openai;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.answers.Tokens;
import dev.offpeak.simulator.http.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A parsed line of a batch input file.
record Line(String customId, ObjectNode body) {

    /// Only for lines that passed inspection.
    static Line parse(String text) throws JacksonException {
        JsonNode json = Json.MAPPER.readTree(text);
        return new Line(json.path("custom_id").asText(), (ObjectNode) json.path("body"));
    }

    static long tokens(String text) {
        return Tokens.estimate(text);
    }

    // Malformed UTF-8 is replaced here and found by the JSON parser, so this reader must not throw on it.
    static BufferedReader open(Path file) throws IOException {
        return new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8), 1 << 16);
    }
}
