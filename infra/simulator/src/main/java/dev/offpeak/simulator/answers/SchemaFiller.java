package dev.offpeak.simulator.answers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.offpeak.simulator.http.Hash;
import dev.offpeak.simulator.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Builds JSON that fits a schema and says something about the task where a property's name suggests what.
final class SchemaFiller {
    private static final int MAX_DEPTH = 12;

    private final JsonNode root;
    private final Task task;

    SchemaFiller(JsonNode root, Task task) {
        this.root = root;
        this.task = task;
    }

    JsonNode fill() {
        return value("", root, 0);
    }

    private JsonNode value(String name, JsonNode schema, int depth) {
        JsonNode resolved = resolve(schema);
        if (resolved.has("const")) {
            return resolved.get("const");
        }
        if (resolved.path("enum").isArray() && !resolved.path("enum").isEmpty()) {
            return chosen(resolved.get("enum"));
        }
        return switch (depth > MAX_DEPTH ? "null" : type(resolved)) {
            case "object" -> object(resolved, depth);
            case "array" -> array(name, resolved, depth);
            case "integer" -> LongNode.valueOf(number(name, resolved));
            case "number" ->
                resolved.path("maximum").asDouble(2) <= 1
                        ? DoubleNode.valueOf(0.5)
                        : DoubleNode.valueOf((double) number(name, resolved));
            case "boolean" -> BooleanNode.valueOf((Hash.of(task.subject() + name) & 1) == 0);
            case "null" -> NullNode.getInstance();
            default -> TextNode.valueOf(text(name));
        };
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = Json.object();
        schema.path("properties")
                .properties()
                .forEach(property ->
                        object.set(property.getKey(), value(property.getKey(), property.getValue(), depth + 1)));
        return object;
    }

    private ArrayNode array(String name, JsonNode schema, int depth) {
        ArrayNode array = Json.array();
        int size = Math.clamp(schema.path("minItems").asInt(1), 1, 10);
        for (int i = 0; i < size; i++) {
            array.add(value(name, schema.path("items"), depth + 1));
        }
        return array;
    }

    private JsonNode chosen(JsonNode options) {
        List<String> names = new ArrayList<>();
        for (JsonNode option : options) {
            if (!option.isTextual()) {
                return options.get(0);
            }
            names.add(option.asText());
        }
        return TextNode.valueOf(new Labels(names).choose(task.subject()));
    }

    private String text(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean isLabel = lower.contains("label") || lower.contains("categor") || lower.contains("class");
        if (isLabel && task.labels().isPresent()) {
            return task.labels().get().choose(task.subject());
        }
        return Summary.of(task.subject());
    }

    private long number(String name, JsonNode schema) {
        long low = schema.path("minimum").asLong(0);
        long high = Math.max(low, schema.path("maximum").asLong(low + 9));
        return low + Math.floorMod(Hash.of(task.subject() + name), high - low + 1);
    }

    private JsonNode resolve(JsonNode schema) {
        for (String union : List.of("anyOf", "oneOf", "allOf")) {
            if (schema.path(union).isArray() && !schema.path(union).isEmpty()) {
                return resolve(schema.get(union).get(0));
            }
        }
        String ref = schema.path("$ref").asText();
        return ref.startsWith("#/") ? root.at(ref.substring(1)) : schema;
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        String first = type.isArray() ? type.path(0).asText() : type.asText();
        return first.isEmpty() && schema.has("properties") ? "object" : first;
    }
}
