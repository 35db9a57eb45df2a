package dev.offpeak.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What an endpoint answers, before the provider's headers are added.
public sealed interface Reply {
    record Body(int status, JsonNode json, Map<String, String> headers) implements Reply {}

    /// A file from disk, streamed; its length is announced.
    record FileContent(Path file, String contentType) implements Reply {}

    /// Server-sent events.
    record Events(List<Event> events) implements Reply {}

    record Refused(Refusal refusal) implements Reply {}

    /// One server-sent event.
    ///
    /// @param name the `event:` line; empty for the unnamed events of chat completions
    record Event(String name, String data) {}

    static Reply ok(JsonNode json) {
        return new Body(200, json, Map.of());
    }

    static Reply refused(Refusal refusal) {
        return new Refused(refusal);
    }
}
