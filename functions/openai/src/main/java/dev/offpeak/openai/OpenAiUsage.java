package dev.offpeak.openai;

import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.pricing.Usage.Tier;
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
        // chat, completions and embeddings say prompt and completion; Responses says input and output
        boolean chat = usage.get("prompt_tokens").isPresent();
        long prompt = count(usage, chat ? "prompt_tokens" : "input_tokens");
        var details = usage.object(chat ? "prompt_tokens_details" : "input_tokens_details");
        long read = Math.min(prompt, count(details, "cached_tokens"));
        long written = Math.min(prompt - read, count(details, "cache_write_tokens"));
        long output = count(usage, chat ? "completion_tokens" : "output_tokens");
        return new Usage(prompt - read - written, read, written, 0, output, tier);
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
