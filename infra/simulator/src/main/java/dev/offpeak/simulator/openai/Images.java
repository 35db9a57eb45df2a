package dev.offpeak.simulator.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.answers.Tokens;
import dev.offpeak.simulator.bill.Usage;
import dev.offpeak.simulator.http.Json;
import dev.offpeak.simulator.http.Outcome;

/// `/v1/images/generations`: every picture is one transparent pixel. Usage is told, and is on no bill: the price book
/// knows no image tokens.
final class Images {
    static final String ENDPOINT = "/v1/images/generations";
    private static final String MODEL = "gpt-image-2";
    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAA" + "AABJRU5ErkJggg==";
    private static final int MOST = 10;
    private static final int TOKENS_EACH = 272;

    private Images() {}

    static Outcome run(String model, ObjectNode body, long now) {
        if (!model.equals(MODEL)) {
            return new Outcome.Refused(Refusals.noSuchModel(model));
        }
        if (body.path("stream").asBoolean()) {
            return new Outcome.Refused(Refusals.badValue("stream", "streams of images are not simulated."));
        }
        String prompt = body.path("prompt").asText("");
        if (prompt.isEmpty()) {
            return new Outcome.Refused(Refusals.missing("prompt"));
        }
        int count = body.path("n").asInt(1);
        if (count < 1 || count > MOST) {
            return new Outcome.Refused(Refusals.badValue("n", "1 to " + MOST + " images are made at once."));
        }
        long input = Tokens.estimate(prompt);
        long output = (long) count * TOKENS_EACH;
        ObjectNode json = Json.object().put("created", now);
        var data = json.putArray("data");
        for (int i = 0; i < count; i++) {
            data.addObject().put("b64_json", PIXEL);
        }
        json.put("background", "transparent").put("output_format", "png");
        json.put("size", "1024x1024").put("quality", "low");
        json.putObject("usage")
                .put("input_tokens", input)
                .put("output_tokens", output)
                .put("total_tokens", input + output)
                .putObject("input_tokens_details")
                .put("text_tokens", input)
                .put("image_tokens", 0);
        return new Outcome.Answered(json, model, Usage.of(input, output));
    }
}
