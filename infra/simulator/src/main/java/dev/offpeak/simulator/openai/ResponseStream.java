package dev.offpeak.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.http.Json;
import dev.offpeak.simulator.http.Reply.Event;
import dev.offpeak.simulator.http.TextPieces;
import java.util.ArrayList;
import java.util.List;

/// A finished response, told again as the events of a stream.
final class ResponseStream {
    private final List<Event> events = new ArrayList<>();

    private ResponseStream() {}

    static List<Event> of(ObjectNode response) {
        ResponseStream stream = new ResponseStream();
        ObjectNode begun = response.deepCopy();
        begun.put("status", "in_progress").putNull("usage").putNull("incomplete_details");
        begun.putArray("output");
        stream.emit("response.created", Json.object().set("response", begun));
        stream.emit("response.in_progress", Json.object().set("response", begun));
        JsonNode item = response.path("output").get(0);
        stream.emit("response.output_item.added", at().set("item", empty(item)));
        if (item.path("type").asText().equals("function_call")) {
            stream.functionCall(item);
        } else {
            stream.message(item);
        }
        stream.emit("response.output_item.done", at().set("item", item));
        boolean cutOff = response.path("status").asText().equals("incomplete");
        stream.emit(
                cutOff ? "response.incomplete" : "response.completed",
                Json.object().set("response", response));
        return stream.events;
    }

    private void functionCall(JsonNode item) {
        String arguments = item.path("arguments").asText();
        emit("response.function_call_arguments.delta", in(item).put("delta", arguments));
        emit(
                "response.function_call_arguments.done",
                in(item).put("name", item.path("name").asText()).put("arguments", arguments));
    }

    private void message(JsonNode item) {
        ObjectNode part = (ObjectNode) item.path("content").get(0);
        String text = part.path("text").asText();
        ObjectNode emptyPart = part.deepCopy().put("text", "");
        emit("response.content_part.added", inPart(item).set("part", emptyPart));
        for (String piece : TextPieces.of(text)) {
            emit("response.output_text.delta", inPart(item).put("delta", piece).set("logprobs", Json.array()));
        }
        emit("response.output_text.done", inPart(item).put("text", text).set("logprobs", Json.array()));
        emit("response.content_part.done", inPart(item).set("part", part));
    }

    private static ObjectNode empty(JsonNode item) {
        ObjectNode empty = ((ObjectNode) item).deepCopy().put("status", "in_progress");
        if (empty.has("content")) {
            empty.putArray("content");
        } else {
            empty.put("arguments", "");
        }
        return empty;
    }

    private static ObjectNode at() {
        return Json.object().put("output_index", 0);
    }

    private static ObjectNode in(JsonNode item) {
        return at().put("item_id", item.path("id").asText());
    }

    private static ObjectNode inPart(JsonNode item) {
        return in(item).put("content_index", 0);
    }

    private void emit(String type, JsonNode fields) {
        ObjectNode event = Json.object().put("type", type).put("sequence_number", events.size());
        event.setAll((ObjectNode) fields);
        events.add(new Event(type, event.toString()));
    }
}
