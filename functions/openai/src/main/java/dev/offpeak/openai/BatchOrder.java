package dev.offpeak.openai;

import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.surface.BatchSurface.Order;
import dev.offpeak.core.surface.Refusal;
import dev.offpeak.wire.json.JsonBytes;
import dev.offpeak.wire.json.JsonObject;
import dev.offpeak.wire.json.MalformedJson;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads `{input_file_id, endpoint, completion_window, metadata, output_expires_after}`. Like OpenAI, it looks into
/// the file later: what is wrong there comes back as a failed batch.
final class BatchOrder {
    private static final int LONGEST_ID = 512;
    private static final int PAIRS = 16;
    private static final int LONGEST_KEY = 64;
    private static final int LONGEST_VALUE = 512;

    private BatchOrder() {}

    static Order read(Body request) {
        try {
            return read(JsonObject.parse(request));
        } catch (MalformedJson e) {
            return refused(Optional.empty(), "We could not parse the JSON body of your request: " + e.why() + ".");
        }
    }

    private static Order read(JsonObject order) {
        for (var name : List.of("input_file_id", "endpoint", "completion_window")) {
            if (order.get(name).isEmpty()) {
                return refused(Optional.of(name), "Missing required parameter: '" + name + "'.");
            }
            if (order.text(name).isEmpty()) {
                return refused(Optional.of(name), "Invalid type for '" + name + "': expected a string.");
            }
        }
        if (order.text("input_file_id").orElseThrow().length() > LONGEST_ID) {
            // it is part of the batch's row, whether there is such a file or not
            return refused(
                    Optional.of("input_file_id"),
                    "Invalid 'input_file_id': longer than " + LONGEST_ID + " characters.");
        }
        var path = order.text("endpoint").orElseThrow();
        var endpoint = Stream.of(OpenAiEndpoint.values())
                .filter(known -> known.path().equals(path) && known.directOnly().isEmpty())
                .findFirst();
        if (endpoint.isEmpty()) {
            return refused(
                    Optional.of("endpoint"),
                    "Invalid value: '" + clip(path) + "'. Supported values are: " + supported() + ".");
        }
        if (!order.text("completion_window").orElseThrow().equals("24h")) {
            return refused(
                    Optional.of("completion_window"),
                    "Invalid value for 'completion_window': only '24h' is supported. Offpeak-Deadline sets another"
                            + " deadline.");
        }
        var metadata = metadata(order);
        if (metadata.isEmpty()) {
            return refused(
                    Optional.of("metadata"),
                    "'metadata' takes 16 pairs of strings, keys to 64 and values to 512 characters.");
        }
        var asked = order.get("output_expires_after");
        var life = asked.flatMap(BatchOrder::life);
        if (asked.isPresent() && life.isEmpty()) {
            return refused(Optional.of("output_expires_after"), "Invalid 'output_expires_after'.");
        }
        var file = order.text("input_file_id").orElseThrow();
        return new Order.OfFile(new Endpoint(path), file, life, metadata.get());
    }

    private static String supported() {
        return Stream.of(OpenAiEndpoint.values())
                .filter(known -> known.directOnly().isEmpty())
                .map(known -> "'" + known.path() + "'")
                .collect(Collectors.joining(", "));
    }

    /// Empty when it is not what it should be.
    private static Optional<Map<String, String>> metadata(JsonObject order) {
        var value = order.get("metadata");
        if (value.isEmpty()) {
            return Optional.of(Map.of());
        }
        var object = value.get().object();
        if (object.isEmpty() || object.get().names().size() > PAIRS) {
            return Optional.empty();
        }
        var pairs = new HashMap<String, String>();
        for (var name : object.get().names()) {
            var text = object.get().text(name);
            if (text.isEmpty() || name.length() > LONGEST_KEY || text.get().length() > LONGEST_VALUE) {
                return Optional.empty();
            }
            pairs.put(name, text.get());
        }
        return Optional.of(pairs);
    }

    /// Empty when it is not what it should be.
    private static Optional<Duration> life(JsonBytes value) {
        return value.object()
                .filter(life -> life.text("anchor").filter("created_at"::equals).isPresent())
                .flatMap(life -> life.integer("seconds"))
                .filter(seconds -> UploadForm.isLife(Long.toString(seconds)))
                .map(Duration::ofSeconds);
    }

    private static Order refused(Optional<String> param, String why) {
        return new Order.Refused(new Refusal.Bad(param, why));
    }

    private static String clip(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
