package dev.offpeak.simulator.bill;

/// Tokens of one call, split by what they cost.
///
/// @param fresh input tokens at the full price
/// @param cacheRead input tokens read from a cache
/// @param cacheWrite input tokens written to a five-minute cache
/// @param cacheWriteHour input tokens written to a one-hour cache
public record Usage(long fresh, long cacheRead, long cacheWrite, long cacheWriteHour, long output) {
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0);

    public static Usage of(long fresh, long output) {
        return new Usage(fresh, 0, 0, 0, output);
    }

    public Usage plus(Usage other) {
        return new Usage(
                fresh + other.fresh,
                cacheRead + other.cacheRead,
                cacheWrite + other.cacheWrite,
                cacheWriteHour + other.cacheWriteHour,
                output + other.output);
    }

    /// All input tokens, as OpenAI counts a prompt.
    public long prompt() {
        return fresh + cacheRead + cacheWrite + cacheWriteHour;
    }

    public long total() {
        return prompt() + output;
    }
}
