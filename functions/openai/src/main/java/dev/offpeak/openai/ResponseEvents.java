package dev.offpeak.openai;

import dev.offpeak.core.provider.Body;
import dev.offpeak.wire.answer.StoredEvents;
import dev.offpeak.wire.answer.StoredEvents.Event;
import dev.offpeak.wire.json.JsonBytes;
import dev.offpeak.wire.json.JsonEdit;
import dev.offpeak.wire.json.JsonLine;
import dev.offpeak.wire.json.JsonObject;
import dev.offpeak.wire.json.MalformedJson;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The events of a streamed background response (API reference, streaming events, 2026-11). OpenAI begins one with
/// `response.created` and `response.queued`; a response that was not made in the background has no second one.
final class ResponseEvents {
    private static final String CREATED = "response.created";
    private static final Set<String> BEGUN = Set.of(CREATED, "response.queued");
    private static final Set<String> LAST = Set.of("response.completed", "response.incomplete", "response.failed");

    private ResponseEvents() {}

    static List<Body> begun(Body response) {
        return List.of(event(CREATED, 0, response), event("response.queued", 1, response));
    }

    /// Whatever became of it: there is no event for a response that was cancelled.
    static Body ended(Body response, int number) {
        return event("response.failed", number, response);
    }

    /// Of a stream or, where the provider answered without one, the only event there is to tell.
    static Stream<Body> events(Body answer, String id, int first) {
        if (!answer.isEventStream()) {
            var response = BackgroundFields.renamed(answer, id);
            return Stream.of(event("response." + status(answer), first, response));
        }
        var told = StoredEvents.of(answer).stream()
                .filter(event -> type(event).filter(BEGUN::contains).isEmpty())
                .toList();
        return IntStream.range(0, told.size()).mapToObj(i -> renumbered(told.get(i), id, first + i));
    }

    /// The response that the last event holds.
    static Optional<Body> last(Body stream) {
        return StoredEvents.of(stream).reversed().stream()
                .filter(event -> type(event).filter(LAST::contains).isPresent())
                .findFirst()
                .flatMap(event -> members(event.data()))
                .flatMap(members -> members.get("response"))
                .map(JsonBytes::body);
    }

    private static Body renumbered(Event event, String id, int number) {
        try {
            var changed = new HashMap<String, Body>();
            changed.put("sequence_number", Body.of(Integer.toString(number)));
            JsonObject.parse(event.data())
                    .get("response")
                    .ifPresent(response -> changed.put("response", BackgroundFields.renamed(response.body(), id)));
            return event.with(JsonEdit.of(event.data()).with(changed));
        } catch (MalformedJson e) {
            // no event of OpenAI's
            return event.text();
        }
    }

    private static Optional<String> type(Event event) {
        return members(event.data()).flatMap(members -> members.text("type"));
    }

    private static Optional<JsonObject> members(Body data) {
        try {
            return Optional.of(JsonObject.parse(data));
        } catch (MalformedJson e) {
            return Optional.empty();
        }
    }

    private static String status(Body response) {
        return members(response).flatMap(members -> members.text("status")).orElse("completed");
    }

    private static Body event(String type, int number, Body response) {
        var start = "event: " + type + "\ndata: {\"type\":\"" + type + "\",\"sequence_number\":" + number
                + ",\"response\":";
        // what it repeats of its request may have been written over several lines, and data is one
        return Body.of(JsonLine.of(start, response, "}\n"));
    }
}
