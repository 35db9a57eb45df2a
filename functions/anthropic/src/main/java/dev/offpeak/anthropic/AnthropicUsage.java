package dev.offpeak.anthropic;

import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.pricing.Usage.Tier;
import dev.offpeak.wire.json.JsonObject;

/// Reads a message's `usage`. Anthropic counts cached tokens beside the input, as we do.
final class AnthropicUsage {
    // far beyond any context window; more is junk, and would overflow a price
    private static final long MOST = 1_000_000_000;

    private AnthropicUsage() {}

    static Usage read(JsonObject message) {
        return message.object("usage").map(AnthropicUsage::tokens).orElse(Usage.NONE);
    }

    private static Usage tokens(JsonObject usage) {
        var creation = usage.object("cache_creation");
        long hour = creation.map(c -> count(c, "ephemeral_1h_input_tokens")).orElse(0L);
        long minutes = creation.map(c -> count(c, "ephemeral_5m_input_tokens")).orElse(0L);
        // the total is older than its parts; what they leave of it was written the usual way
        long written = Math.max(minutes, count(usage, "cache_creation_input_tokens") - hour);
        return new Usage(
                count(usage, "input_tokens"),
                count(usage, "cache_read_input_tokens"),
                written,
                hour,
                count(usage, "output_tokens"),
                tier(usage.text("service_tier").orElse("")));
    }

    private static Tier tier(String raw) {
        return switch (raw) {
            case "batch" -> Tier.BATCH;
            // includes "priority": paid ahead by contract, and no longer sold, so never the double of the list
            default -> Tier.STANDARD;
        };
    }

    private static long count(JsonObject object, String name) {
        return object.integer(name).filter(n -> n >= 0 && n <= MOST).orElse(0L);
    }
}
