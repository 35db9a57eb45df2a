package dev.offpeak.simulator.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.http.Json;
import dev.offpeak.simulator.http.Reply.Event;
import dev.offpeak.simulator.http.TextPieces;
import java.util.ArrayList;
import java.util.List;

/// A finished message, told again as the events of a stream.
final class MessageStream {
    private final List<Event> events = new ArrayList<>();

    private MessageStream() {}

    static List<Event> of(ObjectNode message) {
        MessageStream stream = new MessageStream();
        stream.start(message);
        stream.block(message.path("content").get(0));
        stream.emit("message_delta", delta(message));
        stream.emit("message_stop", Json.object());
        return stream.events;
    }

    private void start(ObjectNode message) {
        ObjectNode begun = message.deepCopy().putNull("stop_reason");
        begun.putArray("content");
        ((ObjectNode) begun.get("usage")).put("output_tokens", 1);
        emit("message_start", Json.object().set("message", begun));
    }

    private void block(JsonNode block) {
        ObjectNode empty = block.deepCopy();
        boolean isText = block.path("type").asText().equals("text");
        if (isText) {
            empty.put("text", "");
        } else {
            empty.putObject("input");
        }
        emit("content_block_start", at().set("content_block", empty));
        emit("ping", Json.object());
        if (isText) {
            TextPieces.of(block.path("text").asText()).forEach(piece -> piece("text_delta", "text", piece));
        } else {
            piece("input_json_delta", "partial_json", block.path("input").toString());
        }
        emit("content_block_stop", at());
    }

    private void piece(String type, String field, String value) {
        emit(
                "content_block_delta",
                at().set("delta", Json.object().put("type", type).put(field, value)));
    }

    private static ObjectNode delta(ObjectNode message) {
        ObjectNode json = Json.object();
        json.putObject("delta")
                .put("stop_reason", message.path("stop_reason").asText())
                .putNull("stop_sequence");
        // cumulative, so the last one seen is the bill
        ObjectNode usage = json.putObject("usage");
        for (String field :
                List.of("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens", "output_tokens")) {
            usage.set(field, message.path("usage").get(field));
        }
        return json;
    }

    private static ObjectNode at() {
        return Json.object().put("index", 0);
    }

    private void emit(String type, JsonNode fields) {
        ObjectNode event = Json.object().put("type", type);
        event.setAll((ObjectNode) fields);
        events.add(new Event(type, event.toString()));
    }
}
