package dev.offpeak.core.pricing;

/// Tokens one call used, as the provider reported them, each token counted in one place only.
///
/// @param input prompt tokens that were neither read from nor written to a cache
/// @param cacheRead prompt tokens read from a cache
/// @param cacheWrite prompt tokens written to the short cache (OpenAI; Anthropic 5 min)
/// @param cacheWriteLong prompt tokens written to the long cache (Anthropic 1 h)
/// @param output generated tokens, reasoning included
/// @param tier the service tier the provider says it used
public record Usage(long input, long cacheRead, long cacheWrite, long cacheWriteLong, long output, Tier tier) {
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, Tier.STANDARD);

    /// What the provider bills by. An unknown tier is priced as standard and kept visible in the raw answer.
    public enum Tier {
        STANDARD,
        BATCH,
        FLEX,
        PRIORITY
    }

    public Usage {
        if (input < 0 || cacheRead < 0 || cacheWrite < 0 || cacheWriteLong < 0 || output < 0) {
            throw new IllegalArgumentException("negative token count");
        }
    }

    /// Whether an answer told it: no call that is charged for uses nothing.
    public boolean isTold() {
        return (input | cacheRead | cacheWrite | cacheWriteLong | output) != 0;
    }

    public long prompt() {
        return Math.addExact(Math.addExact(input, cacheRead), Math.addExact(cacheWrite, cacheWriteLong));
    }

    public Usage plus(Usage other) {
        return new Usage(
                Math.addExact(input, other.input),
                Math.addExact(cacheRead, other.cacheRead),
                Math.addExact(cacheWrite, other.cacheWrite),
                Math.addExact(cacheWriteLong, other.cacheWriteLong),
                Math.addExact(output, other.output),
                tier);
    }

    public Usage at(Tier billed) {
        return new Usage(input, cacheRead, cacheWrite, cacheWriteLong, output, billed);
    }
}
