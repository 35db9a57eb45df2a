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

/// `/v1/responses`.
record Responses(Models models) {

    Outcome run(String model, ObjectNode body, String caller) {
        JsonNode input = body.path("input");
        if (input.isMissingNode()) {
            return new Outcome.Refused(Refusals.missing("input"));
        }
        if (!input.isTextual() && !input.isArray()) {
            return new Outcome.Refused(Refusals.badValue("input", "expected a string or an array."));
        }
        Prompt prompt = Prompts.response(body);
        Answer answer = Answers.answer(prompt);
        long toolTokens = body.has("tools") ? Tokens.estimate(body.get("tools").toString()) : 0;
        Usage usage = models.usage(model, prompt, toolTokens, answer.tokens(), caller);
        return new Outcome.Answered(response(model, body, answer, usage), model, usage);
    }

    private ObjectNode response(String model, ObjectNode body, Answer answer, Usage usage) {
        boolean cutOff = answer instanceof Answer.Text text && text.cutOff();
        ObjectNode json = Json.object()
                .put("id", models.id("resp_"))
                .put("object", "response")
                .put("created_at", models.now())
                .put("status", cutOff ? "incomplete" : "completed")
                .put("background", false)
                .putNull("error");
        if (cutOff) {
            json.putObject("incomplete_details").put("reason", "max_output_tokens");
        } else {
            json.putNull("incomplete_details");
        }
        echo(json, body, "instructions");
        echo(json, body, "max_output_tokens");
        json.put("model", model).putArray("output").add(item(answer, cutOff));
        json.put("parallel_tool_calls", body.path("parallel_tool_calls").asBoolean(true))
                .putNull("previous_response_id");
        json.putObject("reasoning").putNull("effort").putNull("summary");
        json.put("service_tier", "default")
                .put("store", body.path("store").asBoolean(true))
                .put("temperature", body.path("temperature").asDouble(1));
        json.set("text", body.has("text") ? body.get("text") : plainText());
        json.set("tool_choice", body.has("tool_choice") ? body.get("tool_choice") : json.textNode("auto"));
        json.set("tools", body.has("tools") ? body.get("tools") : Json.array());
        json.put("top_p", body.path("top_p").asDouble(1)).put("truncation", "disabled");
        json.set("usage", usage(usage));
        json.putNull("user");
        json.set("metadata", body.path("metadata").isObject() ? body.get("metadata") : Json.object());
        return json;
    }

    private ObjectNode item(Answer answer, boolean cutOff) {
        String status = cutOff ? "incomplete" : "completed";
        return switch (answer) {
            case Answer.ToolCall call ->
                Json.object()
                        .put("id", models.id("fc_"))
                        .put("type", "function_call")
                        .put("status", status)
                        .put("call_id", models.id("call_"))
                        .put("name", call.name())
                        .put("arguments", call.argumentsText());
            case Answer.Text text -> {
                ObjectNode item = Json.object()
                        .put("id", models.id("msg_"))
                        .put("type", "message")
                        .put("status", status)
                        .put("role", "assistant");
                ObjectNode part = item.putArray("content").addObject().put("type", "output_text");
                part.put("text", text.text()).putArray("annotations");
                part.putArray("logprobs");
                yield item;
            }
        };
    }

    private static void echo(ObjectNode json, ObjectNode body, String field) {
        json.set(field, body.has(field) ? body.get(field) : json.nullNode());
    }

    private static ObjectNode plainText() {
        ObjectNode text = Json.object();
        text.putObject("format").put("type", "text");
        return text;
    }

    private static ObjectNode usage(Usage usage) {
        ObjectNode json = Json.object().put("input_tokens", usage.prompt());
        json.putObject("input_tokens_details")
                .put("cached_tokens", usage.cacheRead())
                .put("cache_write_tokens", usage.cacheWrite());
        json.put("output_tokens", usage.output());
        json.putObject("output_tokens_details").put("reasoning_tokens", 0);
        return json.put("total_tokens", usage.total());
    }
}
