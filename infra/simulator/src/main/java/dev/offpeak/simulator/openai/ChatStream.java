package dev.offpeak.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.http.Json;
import dev.offpeak.simulator.http.Reply.Event;
import dev.offpeak.simulator.http.TextPieces;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A finished chat completion, told again in chunks.
final class ChatStream {
    private ChatStream() {}

    /// @param includeUsage adds the chunk without choices that carries the usage
    static List<Event> of(ObjectNode completion, boolean includeUsage) {
        List<Event> events = new ArrayList<>();
        for (JsonNode choice : completion.path("choices")) {
            for (ObjectNode delta : deltas(choice.path("message"))) {
                events.add(event(chunk(completion, includeUsage, choice, delta, null)));
            }
            String reason = choice.path("finish_reason").asText();
            events.add(event(chunk(completion, includeUsage, choice, Json.object(), reason)));
        }
        if (includeUsage) {
            ObjectNode last = base(completion);
            last.putArray("choices");
            events.add(event(last.set("usage", completion.get("usage"))));
        }
        events.add(new Event("", "[DONE]"));
        return events;
    }

    private static List<ObjectNode> deltas(JsonNode message) {
        List<ObjectNode> deltas = new ArrayList<>();
        ObjectNode first = Json.object().put("role", "assistant");
        deltas.add(first);
        if (message.has("tool_calls")) {
            first.putNull("content");
            ObjectNode call = ((ObjectNode) message.path("tool_calls").get(0)).deepCopy();
            call.put("index", 0);
            ObjectNode delta = Json.object();
            delta.putArray("tool_calls").add(call);
            deltas.add(delta);
            return deltas;
        }
        first.put("content", "").putNull("refusal");
        for (String piece : TextPieces.of(message.path("content").asText())) {
            deltas.add(Json.object().put("content", piece));
        }
        return deltas;
    }

    private static ObjectNode chunk(
            ObjectNode completion, boolean includeUsage, JsonNode choice, ObjectNode delta, @Nullable String reason) {
        ObjectNode chunk = base(completion);
        ObjectNode part = chunk.putArray("choices").addObject();
        part.put("index", choice.path("index").asInt()).set("delta", delta);
        part.putNull("logprobs").put("finish_reason", reason);
        // with usage asked for, every other chunk says that it has none
        return includeUsage ? chunk.putNull("usage") : chunk;
    }

    private static ObjectNode base(ObjectNode completion) {
        ObjectNode chunk = Json.object().put("object", "chat.completion.chunk");
        for (String same : List.of("id", "created", "model", "service_tier", "system_fingerprint")) {
            chunk.set(same, completion.get(same));
        }
        return chunk;
    }

    private static Event event(JsonNode json) {
        return new Event("", json.toString());
    }
}
