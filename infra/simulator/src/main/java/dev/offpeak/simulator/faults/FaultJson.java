package dev.offpeak.simulator.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.http.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Fault rules as `/admin/faults` reads and lists them.
public final class FaultJson {
    private FaultJson() {}

    /// Accepts `{"rules":[…]}`, a bare list, or a single rule.
    public static List<FaultRule> read(JsonNode json) {
        JsonNode list = json.has("rules") ? json.get("rules") : json;
        if (!list.isArray()) {
            return List.of(rule(list));
        }
        List<FaultRule> rules = new ArrayList<>();
        list.forEach(node -> rules.add(rule(node)));
        return rules;
    }

    public static ObjectNode write(List<FaultRule> rules) {
        ObjectNode json = Json.object();
        var list = json.putArray("rules");
        for (FaultRule rule : rules) {
            list.addObject()
                    .put("on", rule.operation())
                    .put("nth", rule.nth())
                    .put("times", rule.times())
                    .put("probability", rule.probability())
                    .put("effect", rule.effect().toString());
        }
        return json;
    }

    private static FaultRule rule(JsonNode json) {
        String on = json.path("on").asText();
        if (on.isEmpty()) {
            throw new IllegalArgumentException("a fault rule needs \"on\", such as openai.batches.create");
        }
        // naming a call means that call only, unless told otherwise
        int times = json.has("nth") ? 1 : Integer.MAX_VALUE;
        return new FaultRule(
                on,
                json.path("nth").asInt(1),
                json.path("probability").asDouble(1),
                json.path("times").asInt(times),
                effect(json.path("effect")));
    }

    private static Effect effect(JsonNode json) {
        String type = json.isTextual() ? json.asText() : json.path("type").asText();
        double fraction = json.path("fraction").asDouble(1);
        return switch (type) {
            case "status" -> status(json);
            case "delay" -> new Effect.Delay(Duration.ofMillis(json.path("ms").asLong(1_000)));
            case "slow_stream" ->
                new Effect.SlowStream(Duration.ofMillis(json.path("ms").asLong(200)));
            case "break_stream" -> new Effect.BreakStream(json.path("after").asInt(2));
            case "drop_before" -> new Effect.DropBefore();
            case "drop_after" -> new Effect.DropAfter();
            case "land_late" -> new Effect.LandLate(seconds(json));
            case "expire_rows" -> new Effect.ExpireRows(fraction);
            case "error_rows" ->
                new Effect.ErrorRows(fraction, json.path("status").asInt(500));
            case "missing_rows" -> new Effect.MissingRows(fraction);
            case "duplicate_rows" -> new Effect.DuplicateRows(fraction);
            case "stuck" -> new Effect.Stuck();
            case "lying_counters" -> new Effect.LyingCounters();
            case "not_found_for" -> new Effect.NotFoundFor(seconds(json));
            default -> throw new IllegalArgumentException("unknown fault effect: \"" + type + "\"");
        };
    }

    private static Effect status(JsonNode json) {
        Map<String, String> headers = new HashMap<>();
        json.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        return new Effect.Status(json.path("code").asInt(500), Optional.ofNullable(json.get("body")), headers);
    }

    private static Duration seconds(JsonNode json) {
        return Duration.ofSeconds(json.path("seconds").asLong(60));
    }
}
