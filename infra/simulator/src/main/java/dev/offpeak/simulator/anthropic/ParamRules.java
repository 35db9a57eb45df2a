package dev.offpeak.simulator.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.http.Refusal;
import java.util.List;
import java.util.Optional;

/// What the parameters of a message must satisfy.
final class ParamRules {
    private static final long MAX_OUTPUT = 128_000;
    private static final List<String> NOT_IN_BATCHES = List.of(
            "speed", "store", "previous_thread_event_id", "cache_hint", "context_hint", "research_preview_2026_02");
    private static final List<String> SAMPLING = List.of("temperature", "top_p", "top_k");

    private ParamRules() {}

    static Optional<Refusal> check(ObjectNode params, ApiVersion version) {
        return messages(params)
                .or(() -> model(params))
                .or(() -> maxTokens(params))
                .or(() -> sampling(params, version));
    }

    /// The further rules for rows of a batch.
    static Optional<Refusal> checkInBatch(ObjectNode params) {
        if (params.path("stream").asBoolean()) {
            return invalid("stream: streaming is not supported in a batch");
        }
        if (params.path("max_tokens").asLong(1) == 0) {
            return invalid("max_tokens: 0 is not supported in a batch");
        }
        if (params.path("billing_policy").path("bill_to").asText().equals("user_profile")) {
            return invalid("billing_policy.bill_to: user_profile is not supported in a batch");
        }
        return NOT_IN_BATCHES.stream()
                .filter(params::has)
                .findFirst()
                .flatMap(name -> invalid(name + ": Extra inputs are not permitted"));
    }

    /// What counting tokens needs too.
    static Optional<Refusal> messages(ObjectNode params) {
        JsonNode messages = params.path("messages");
        if (messages.isMissingNode()) {
            return invalid("messages: Field required");
        }
        if (!messages.isArray() || messages.isEmpty()) {
            return invalid("messages: at least one message is required");
        }
        for (int i = 0; i < messages.size(); i++) {
            JsonNode message = messages.get(i);
            if (!message.path("role").asText().matches("user|assistant|system")) {
                return invalid("messages." + i + ".role: Input should be 'user' or 'assistant'");
            }
            if (!message.path("content").isTextual() && !message.path("content").isArray()) {
                return invalid("messages." + i + ".content: Field required");
            }
        }
        return Optional.empty();
    }

    static Optional<Refusal> model(ObjectNode params) {
        return params.path("model").isTextual() ? Optional.empty() : invalid("model: Field required");
    }

    private static Optional<Refusal> maxTokens(ObjectNode params) {
        JsonNode max = params.path("max_tokens");
        if (!max.isIntegralNumber()) {
            return invalid("max_tokens: Field required");
        }
        return max.asLong() < 0 || max.asLong() > MAX_OUTPUT
                ? invalid("max_tokens: " + max.asLong() + " is not in 0 to " + MAX_OUTPUT)
                : Optional.empty();
    }

    private static Optional<Refusal> sampling(ObjectNode params, ApiVersion version) {
        return switch (version) {
            case V2023_06_01 -> {
                double temperature = params.path("temperature").asDouble(1);
                yield temperature < 0 || temperature > 1 ? invalid("temperature: range: 0..1") : Optional.empty();
            }
            case V2026_10_21 ->
                SAMPLING.stream()
                        .filter(params::has)
                        .findFirst()
                        .flatMap(name -> invalid(name + ": Extra inputs are not permitted"));
        };
    }

    private static Optional<Refusal> invalid(String message) {
        return Optional.of(Refusal.invalid(message));
    }
}
