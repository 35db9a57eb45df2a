package dev.offpeak.simulator.answers;

/// Token counts by rule of thumb: four bytes of UTF-8 each.
public final class Tokens {
    private Tokens() {}

    public static long estimate(String text) {
        return (utf8Length(text) + 3) / 4;
    }

    private static long utf8Length(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // a surrogate pair is four bytes, two for each half
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    /// The longest beginning of the text that fits.
    static String truncate(String text, long maxTokens) {
        String cut = text;
        while (!cut.isEmpty() && estimate(cut) > maxTokens) {
            cut = cut.substring(0, Math.min(cut.length() - 1, (int) Math.min(Integer.MAX_VALUE, maxTokens * 4)));
        }
        return cut;
    }
}
