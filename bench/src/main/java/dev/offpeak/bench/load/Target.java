package dev.offpeak.bench.load;

import dev.offpeak.core.id.ProviderId;

/// A provider, and the size of its full batch: as many lines as it takes, each as long as fits.
public enum Target {
    /// 50,000 × 4,000 bytes are the 200 MB of its limit, to the byte.
    OPENAI("openai", "/v1/chat/completions", "{\"model\":\"gpt-5.4-mini\",\"messages\":", 50_000, 4_000),
    /// 100,000 × 2,559 bytes and the envelope are 255.9 of its 256 MB.
    ANTHROPIC(
            "anthropic",
            "/v1/messages",
            "{\"model\":\"claude-haiku-4-5\",\"max_tokens\":256,\"messages\":",
            100_000,
            2_559);

    private final String provider;
    private final String endpoint;
    private final String bodyStart;
    private final int lines;
    private final int lineBytes;

    Target(String provider, String endpoint, String bodyStart, int lines, int lineBytes) {
        this.provider = provider;
        this.endpoint = endpoint;
        this.bodyStart = bodyStart;
        this.lines = lines;
        this.lineBytes = lineBytes;
    }

    public ProviderId provider() {
        return new ProviderId(provider);
    }

    public String endpoint() {
        return endpoint;
    }

    public int lines() {
        return lines;
    }

    public int lineBytes() {
        return lineBytes;
    }

    String bodyStart() {
        return bodyStart;
    }

    /// How the provider's line starts, written down here a second time: the benchmark compares what was received with
    /// this, not with what the dialect under test makes of it.
    String lineStart(String customId) {
        return switch (this) {
            case OPENAI ->
                "{\"custom_id\":\"" + customId + "\",\"method\":\"POST\",\"url\":\"" + endpoint + "\",\"body\":";
            case ANTHROPIC -> "{\"custom_id\":\"" + customId + "\",\"params\":";
        };
    }
}
