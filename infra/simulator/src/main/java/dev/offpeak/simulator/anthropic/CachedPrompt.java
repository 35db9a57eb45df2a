package dev.offpeak.simulator.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.answers.PrefixCache;
import dev.offpeak.simulator.answers.Tokens;
import dev.offpeak.simulator.bill.Usage;
import java.util.ArrayList;
import java.util.List;

/// A prompt in the order the cache sees it (tools, system, messages) with its `cache_control` breakpoints.
final class CachedPrompt {
    private static final long MIN_TOKENS = 1_024;

    private final StringBuilder text = new StringBuilder();
    private final List<Integer> breakpoints = new ArrayList<>();
    private boolean oneHour;

    CachedPrompt(ObjectNode params) {
        params.path("tools").forEach(this::block);
        content(params.path("system"));
        params.path("messages").forEach(message -> content(message.path("content")));
        // at the top level it means: up to the end of the prompt
        mark(params.path("cache_control"));
    }

    private void content(JsonNode content) {
        if (content.isTextual()) {
            text.append(content.asText());
        } else {
            content.forEach(this::block);
        }
    }

    private void block(JsonNode block) {
        text.append(block.has("text") ? block.get("text").asText() : block.toString());
        mark(block.path("cache_control"));
    }

    private void mark(JsonNode control) {
        if (control.isObject()) {
            breakpoints.add(text.length());
            oneHour |= control.path("ttl").asText().equals("1h");
        }
    }

    long tokens() {
        return Math.max(1, Tokens.estimate(text.toString()));
    }

    /// Reads the longest marked prefix known and writes what is marked beyond it.
    Usage usage(PrefixCache cache, String pool, long output) {
        long read = 0;
        long marked = 0;
        for (int end : breakpoints) {
            String prefix = text.substring(0, end);
            long tokens = Tokens.estimate(prefix);
            if (tokens >= MIN_TOKENS) {
                marked = tokens;
                read = cache.mark(pool, prefix) ? tokens : read;
            }
        }
        long written = marked - read;
        return new Usage(tokens() - marked, read, oneHour ? 0 : written, oneHour ? written : 0, output);
    }
}
