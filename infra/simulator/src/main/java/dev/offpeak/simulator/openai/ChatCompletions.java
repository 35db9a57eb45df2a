package dev.offpeak.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.answers.Answer;
import dev.offpeak.simulator.answers.Answers;
import dev.offpeak.simulator.answers.Prompt;
import dev.offpeak.simulator.answers.Tokens;
import dev.offpeak.simulator.bill.Usage;
import dev.offpeak.simulator.http.Json;
import dev.offpeak.simulator.http.Outcome;
import dev.offpeak.simulator.http.Refusal;
import java.util.Optional;

/// `/v1/chat/completions`.
record ChatCompletions(Models models) {

    Outcome run(String model, ObjectNode body, String caller) {
        Optional<Refusal> refusal = check(body);
        if (refusal.isPresent()) {
            return new Outcome.Refused(refusal.get());
        }
        Prompt prompt = Prompts.chat(body);
        Answer answer = Answers.answer(prompt);
        int choices = Math.max(1, body.path("n").asInt(1));
        long toolTokens = body.has("tools") ? Tokens.estimate(body.get("tools").toString()) : 0;
        Usage usage = models.usage(model, prompt, toolTokens, answer.tokens() * choices, caller);
        ObjectNode json = Json.object()
                .put("id", models.id("chatcmpl-"))
                .put("object", "chat.completion")
                .put("created", models.now())
                .put("model", model);
        var list = json.putArray("choices");
        for (int i = 0; i < choices; i++) {
            list.add(choice(i, answer));
        }
        json.set("usage", usage(usage));
        json.put("service_tier", "default").put("system_fingerprint", "fp_simulator");
        return new Outcome.Answered(json, model, usage);
    }

    private static Optional<Refusal> check(ObjectNode body) {
        JsonNode messages = body.path("messages");
        if (messages.isMissingNode()) {
            return Optional.of(Refusals.missing("messages"));
        }
        if (!messages.isArray() || messages.isEmpty()) {
            return Optional.of(Refusals.badValue("messages", "expected an array with at least one message."));
        }
        for (int i = 0; i < messages.size(); i++) {
            if (!messages.get(i).path("role").isTextual()) {
                return Optional.of(Refusals.missing("messages[" + i + "].role"));
            }
        }
        double temperature = body.path("temperature").asDouble(1);
        return temperature < 0 || temperature > 2
                ? Optional.of(Refusals.badValue("temperature", "expected a value from 0 to 2."))
                : Optional.empty();
    }

    private ObjectNode choice(int index, Answer answer) {
        ObjectNode choice = Json.object().put("index", index);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        String reason = switch (answer) {
            case Answer.Text(String text, boolean cutOff) -> {
                message.put("content", text);
                yield cutOff ? "length" : "stop";
            }
            case Answer.ToolCall call -> {
                message.putNull("content")
                        .putArray("tool_calls")
                        .addObject()
                        .put("id", models.id("call_"))
                        .put("type", "function")
                        .putObject("function")
                        .put("name", call.name())
                        .put("arguments", call.argumentsText());
                yield "stop";
            }
        };
        message.putNull("refusal").putArray("annotations");
        return choice.putNull("logprobs").put("finish_reason", reason);
    }

    private static ObjectNode usage(Usage usage) {
        ObjectNode json = Json.object()
                .put("prompt_tokens", usage.prompt())
                .put("completion_tokens", usage.output())
                .put("total_tokens", usage.total());
        json.putObject("prompt_tokens_details")
                .put("cached_tokens", usage.cacheRead())
                .put("cache_write_tokens", usage.cacheWrite())
                .put("audio_tokens", 0);
        json.putObject("completion_tokens_details")
                .put("reasoning_tokens", 0)
                .put("audio_tokens", 0)
                .put("accepted_prediction_tokens", 0)
                .put("rejected_prediction_tokens", 0);
        return json;
    }
}
