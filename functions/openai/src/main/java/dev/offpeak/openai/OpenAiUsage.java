package dev.offpeak.openai;

import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.pricing.Usage.Tier;
import dev.offpeak.core.surface.BatchUsage;
import dev.offpeak.wire.json.JsonObject;
import java.util.Optional;

/// Reads `usage` and `service_tier` of an answer. OpenAI counts cached tokens inside the prompt; here they are apart.
final class OpenAiUsage {
    // far beyond any context window; more is junk, and would overflow a price
    private static final long MOST = 1_000_000_000;

    private OpenAiUsage() {}

    static Usage read(JsonObject answer) {
        var tier = tier(answer.text("service_tier").orElse(""));
        return answer.object("usage").map(usage -> read(usage, tier)).orElse(Usage.NONE.at(tier));
    }

    private static Usage read(JsonObject usage, Tier tier) {
        var words = Words.of(usage);
        long prompt = count(usage, words.input());
        var details = usage.object(words.inputDetails());
        long read = Math.min(prompt, count(details, "cached_tokens"));
        long written = Math.min(prompt - read, count(details, "cache_write_tokens"));
        long output = count(usage, words.output());
        return new Usage(prompt - read - written, read, written, 0, output, tier);
    }

    /// What an answer adds to the `usage` of its batch; nothing if it tells none, as moderations do not.
    static BatchUsage inBatch(JsonObject answer) {
        return answer.object("usage").map(OpenAiUsage::inBatchOf).orElse(BatchUsage.NONE);
    }

    private static BatchUsage inBatchOf(JsonObject usage) {
        var words = Words.of(usage);
        long input = count(usage, words.input());
        long output = count(usage, words.output());
        return new BatchUsage(
                input,
                Math.min(input, count(usage.object(words.inputDetails()), "cached_tokens")),
                output,
                Math.min(output, count(usage.object(words.outputDetails()), "reasoning_tokens")));
    }

    /// Chat, completions and embeddings say prompt and completion; Responses says input and output.
    private record Words(String input, String inputDetails, String output, String outputDetails) {
        private static final Words CHAT =
                new Words("prompt_tokens", "prompt_tokens_details", "completion_tokens", "completion_tokens_details");
        private static final Words RESPONSES =
                new Words("input_tokens", "input_tokens_details", "output_tokens", "output_tokens_details");

        static Words of(JsonObject usage) {
            return usage.get("prompt_tokens").isPresent() ? CHAT : RESPONSES;
        }
    }

    private static Tier tier(String raw) {
        return switch (raw) {
            case "flex" -> Tier.FLEX;
            case "priority", "fast" -> Tier.PRIORITY;
            case "batch" -> Tier.BATCH;
            default -> Tier.STANDARD;
        };
    }

    private static long count(Optional<JsonObject> details, String name) {
        return details.map(object -> count(object, name)).orElse(0L);
    }

    private static long count(JsonObject object, String name) {
        return object.integer(name).filter(n -> n >= 0 && n <= MOST).orElse(0L);
    }
}
