package dev.offpeak.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.bill.Usage;
import dev.offpeak.simulator.http.Json;
import dev.offpeak.simulator.http.Outcome;
import java.util.List;
import java.util.Locale;

/// `/v1/moderations`: flags a text that says `kill`.
final class Moderations {
    private static final List<String> CATEGORIES = List.of(
            "harassment",
            "harassment/threatening",
            "hate",
            "hate/threatening",
            "illicit",
            "illicit/violent",
            "self-harm",
            "self-harm/intent",
            "self-harm/instructions",
            "sexual",
            "sexual/minors",
            "violence",
            "violence/graphic");

    private Moderations() {}

    static Outcome run(String model, ObjectNode body, String id) {
        JsonNode input = body.path("input");
        if (input.isMissingNode()) {
            return new Outcome.Refused(Refusals.missing("input"));
        }
        ObjectNode json = Json.object().put("id", id).put("model", model);
        var results = json.putArray("results");
        if (input.isArray() && input.path(0).isTextual()) {
            input.forEach(text -> results.add(result(text.asText())));
        } else {
            results.add(result(input.isTextual() ? input.asText() : input.toString()));
        }
        return new Outcome.Answered(json, model, Usage.NONE);
    }

    private static ObjectNode result(String text) {
        boolean flagged = text.toLowerCase(Locale.ROOT).contains("kill");
        ObjectNode result = Json.object().put("flagged", flagged);
        ObjectNode categories = result.putObject("categories");
        ObjectNode scores = result.putObject("category_scores");
        ObjectNode types = result.putObject("category_applied_input_types");
        for (String category : CATEGORIES) {
            boolean hit = flagged && category.equals("violence");
            categories.put(category, hit);
            scores.put(category, hit ? 0.98 : 0.0001);
            types.putArray(category).add("text");
        }
        return result;
    }
}
