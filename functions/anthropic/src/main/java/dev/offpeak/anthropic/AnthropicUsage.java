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
        return message.object("usage").map(usage -> tokens(usage, Usage.NONE)).orElse(Usage.NONE);
    }

    /// What a later event of a stream makes of `before`; what it does not tell stays.
    static Usage corrected(Usage before, JsonObject usage) {
        var later = tokens(usage, before);
        return later.prompt() > 0
                ? later
                : new Usage(
                        before.input(),
                        before.cacheRead(),
                        before.cacheWrite(),
                        before.cacheWriteLong(),
                        later.output(),
                        later.tier());
    }

    /// @param before what counts for what is not told
    private static Usage tokens(JsonObject usage, Usage before) {
        var creation = usage.object("cache_creation");
        long total = count(usage, "cache_creation_input_tokens", before.cacheWrite() + before.cacheWriteLong());
        // a stream tells the parts at its start only, and later the total without them
        long hour = creation.map(c -> count(c, "ephemeral_1h_input_tokens", 0))
                .orElse(Math.min(before.cacheWriteLong(), total));
        long minutes =
                creation.map(c -> count(c, "ephemeral_5m_input_tokens", 0)).orElse(0L);
        // the total is older than its parts; what they leave of it was written the usual way
        long written = Math.max(minutes, total - hour);
        return new Usage(
                count(usage, "input_tokens", before.input()),
                count(usage, "cache_read_input_tokens", before.cacheRead()),
                written,
                hour,
                count(usage, "output_tokens", before.output()),
                usage.text("service_tier").map(AnthropicUsage::tier).orElse(before.tier()));
    }

    private static Tier tier(String raw) {
        return switch (raw) {
            case "batch" -> Tier.BATCH;
            // includes "priority": paid ahead by contract, and no longer sold, so never the double of the list
            default -> Tier.STANDARD;
        };
    }

    private static long count(JsonObject object, String name, long otherwise) {
        return object.integer(name).filter(n -> n >= 0 && n <= MOST).orElse(otherwise);
    }
}
