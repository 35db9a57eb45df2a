package dev.offpeak.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.answers.Embedder;
import dev.offpeak.simulator.answers.Tokens;
import dev.offpeak.simulator.bill.Usage;
import dev.offpeak.simulator.http.Json;
import dev.offpeak.simulator.http.Outcome;
import java.util.ArrayList;
import java.util.List;

/// `/v1/embeddings`.
final class Embeddings {
    private static final int MAX_INPUTS = 2_048;
    private static final int MAX_INPUT_TOKENS = 8_192;
    private static final int MAX_REQUEST_TOKENS = 300_000;

    private Embeddings() {}

    static Outcome run(String model, ObjectNode body) {
        if (!body.has("input")) {
            return new Outcome.Refused(Refusals.missing("input"));
        }
        int full = model.startsWith("text-embedding-3-large") ? 3_072 : 1_536;
        int dimensions = body.path("dimensions").asInt(full);
        if (dimensions < 1 || dimensions > full) {
            return refused("dimensions", model + " has " + full + " dimensions.");
        }
        List<String> inputs = inputs(body.get("input"));
        long tokens = 0;
        for (String input : inputs) {
            long count = Tokens.estimate(input);
            if (input.isEmpty() || count > MAX_INPUT_TOKENS) {
                return refused("input", "an input has 1 to " + MAX_INPUT_TOKENS + " tokens, not " + count + ".");
            }
            tokens += count;
        }
        if (inputs.isEmpty() || inputs.size() > MAX_INPUTS || tokens > MAX_REQUEST_TOKENS) {
            return refused("input", "1 to 2048 inputs with 300000 tokens in all are allowed.");
        }
        boolean base64 = body.path("encoding_format").asText().equals("base64");
        return new Outcome.Answered(list(model, inputs, dimensions, base64, tokens), model, Usage.of(tokens, 0));
    }

    private static Outcome refused(String param, String why) {
        return new Outcome.Refused(Refusals.badValue(param, why));
    }

    // A string, strings, tokens, or arrays of tokens; token ids serve as words.
    private static List<String> inputs(JsonNode input) {
        boolean single = input.isTextual() || (input.isArray() && input.path(0).isNumber());
        if (single) {
            return List.of(text(input));
        }
        List<String> inputs = new ArrayList<>();
        input.forEach(one -> inputs.add(text(one)));
        return inputs;
    }

    private static String text(JsonNode input) {
        return input.isTextual() ? input.asText() : input.isArray() ? input.toString() : "";
    }

    private static ObjectNode list(String model, List<String> inputs, int dimensions, boolean base64, long tokens) {
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        for (int i = 0; i < inputs.size(); i++) {
            float[] vector = Embedder.embed(inputs.get(i), dimensions);
            ObjectNode item = data.addObject().put("object", "embedding").put("index", i);
            if (base64) {
                item.put("embedding", Embedder.base64(vector));
            } else {
                ArrayNode values = item.putArray("embedding");
                for (float value : vector) {
                    values.add(value);
                }
            }
        }
        list.put("model", model).putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        return list;
    }
}
