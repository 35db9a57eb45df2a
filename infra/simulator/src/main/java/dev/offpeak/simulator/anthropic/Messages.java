package dev.offpeak.simulator.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.answers.Answer;
import dev.offpeak.simulator.answers.Answers;
import dev.offpeak.simulator.answers.PrefixCache;
import dev.offpeak.simulator.bill.PriceBook;
import dev.offpeak.simulator.bill.Usage;
import dev.offpeak.simulator.http.Ids;
import dev.offpeak.simulator.http.Json;
import dev.offpeak.simulator.http.Outcome;
import dev.offpeak.simulator.http.Refusal;
import java.util.Optional;

/// Answers messages, the same for synchronous calls and rows of batches.
final class Messages {
    private final PriceBook prices;
    private final Ids ids;
    private final PrefixCache cache = new PrefixCache();

    Messages(PriceBook prices, Ids ids) {
        this.prices = prices;
        this.ids = ids;
    }

    /// @param tier what `usage.service_tier` says: `standard` or `batch`
    Outcome run(ObjectNode params, ApiVersion version, String caller, String tier) {
        Optional<Refusal> refusal = ParamRules.check(params, version).or(() -> unknown(params));
        if (refusal.isPresent()) {
            return new Outcome.Refused(refusal.get());
        }
        String model = params.get("model").asText();
        Answer answer = Answers.answer(Prompts.of(params));
        Usage usage = new CachedPrompt(params).usage(cache, caller + ' ' + model, answer.tokens());
        return new Outcome.Answered(message(model, answer, usage, tier), model, usage);
    }

    Outcome count(ObjectNode params) {
        Optional<Refusal> refusal =
                ParamRules.messages(params).or(() -> ParamRules.model(params)).or(() -> unknown(params));
        return refusal.<Outcome>map(Outcome.Refused::new)
                .orElseGet(() -> new Outcome.Answered(
                        Json.object().put("input_tokens", new CachedPrompt(params).tokens()),
                        params.get("model").asText(),
                        Usage.NONE));
    }

    private Optional<Refusal> unknown(ObjectNode params) {
        String model = params.path("model").asText();
        return prices.find(Anthropic.NAME, model).isPresent()
                ? Optional.empty()
                : Optional.of(Refusal.of(404, "not_found_error", "model: " + model));
    }

    private ObjectNode message(String model, Answer answer, Usage usage, String tier) {
        ObjectNode json = Json.object()
                .put("id", ids.next("msg_"))
                .put("type", "message")
                .put("role", "assistant")
                .put("model", model);
        ObjectNode block = json.putArray("content").addObject();
        String reason = switch (answer) {
            case Answer.Text(String text, boolean cutOff) -> {
                block.put("type", "text").put("text", text);
                yield cutOff ? "max_tokens" : "end_turn";
            }
            case Answer.ToolCall(String name, var arguments) -> {
                block.put("type", "tool_use")
                        .put("id", ids.next("toolu_"))
                        .put("name", name)
                        .set("input", arguments);
                yield "tool_use";
            }
        };
        json.put("stop_reason", reason).putNull("stop_sequence").set("usage", usage(usage, tier));
        return json;
    }

    private static ObjectNode usage(Usage usage, String tier) {
        ObjectNode json = Json.object()
                .put("input_tokens", usage.fresh())
                .put("cache_creation_input_tokens", usage.cacheWrite() + usage.cacheWriteHour())
                .put("cache_read_input_tokens", usage.cacheRead());
        json.putObject("cache_creation")
                .put("ephemeral_5m_input_tokens", usage.cacheWrite())
                .put("ephemeral_1h_input_tokens", usage.cacheWriteHour());
        return json.put("output_tokens", usage.output()).put("service_tier", tier);
    }
}
