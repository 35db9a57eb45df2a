package dev.offpeak.simulator.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.answers.PrefixCache;
import dev.offpeak.simulator.answers.Prompt;
import dev.offpeak.simulator.answers.Tokens;
import dev.offpeak.simulator.bill.PriceBook;
import dev.offpeak.simulator.bill.Usage;
import dev.offpeak.simulator.http.Ids;
import dev.offpeak.simulator.http.Json;
import dev.offpeak.simulator.http.Outcome;
import java.time.InstantSource;

/// The models behind the endpoints, the same for synchronous calls and rows of batches.
final class Models {
    private static final long LAUNCH = 1_750_000_000;

    private final PriceBook prices;
    private final Ids ids;
    private final InstantSource clock;
    private final PrefixCache cache = new PrefixCache();

    Models(PriceBook prices, Ids ids, InstantSource clock) {
        this.prices = prices;
        this.ids = ids;
        this.clock = clock;
    }

    boolean exists(String model) {
        return prices.find(OpenAi.NAME, model).isPresent();
    }

    /// @param caller whose prompt cache applies
    Outcome run(String endpoint, ObjectNode body, String caller) {
        String model = body.path("model").asText(endpoint.equals("/v1/moderations") ? "omni-moderation-latest" : "");
        if (model.isEmpty()) {
            return new Outcome.Refused(Refusals.missing("model"));
        }
        if (endpoint.equals(Images.ENDPOINT)) {
            return Images.run(model, body, now());
        }
        if (!exists(model)) {
            return new Outcome.Refused(Refusals.noSuchModel(model));
        }
        return switch (endpoint) {
            case "/v1/chat/completions" -> new ChatCompletions(this).run(model, body, caller);
            case "/v1/responses" -> new Responses(this).run(model, body, caller);
            case "/v1/embeddings" -> Embeddings.run(model, body);
            case "/v1/moderations" -> Moderations.run(model, body, id("modr-"));
            default -> new Outcome.Refused(Refusals.badValue("endpoint", endpoint + " is not simulated"));
        };
    }

    ObjectNode list() {
        ObjectNode list = Json.object().put("object", "list");
        var data = list.putArray("data");
        prices.models(OpenAi.NAME).forEach(model -> data.add(one(model)));
        return list;
    }

    ObjectNode one(String model) {
        return Json.object()
                .put("id", model)
                .put("object", "model")
                .put("created", LAUNCH)
                .put("owned_by", "system");
    }

    String id(String prefix) {
        return ids.next(prefix);
    }

    long now() {
        return clock.instant().getEpochSecond();
    }

    /// Counts tokens, with what the prompt shares with earlier ones as cached.
    Usage usage(String model, Prompt prompt, long extraTokens, long outputTokens, String caller) {
        long input = Tokens.estimate(prompt.all()) + extraTokens;
        long cached = cache.read(caller + ' ' + model, prompt.all());
        return new Usage(input - cached, cached, 0, 0, outputTokens);
    }
}
