package dev.offpeak.wire.answer;

import dev.offpeak.core.provider.Body;

/// Looks for short texts in bytes, so that most events need not be parsed.
public final class Bytes {
    private Bytes() {}

    /// @param text in ASCII
    public static boolean contain(Body body, String text) {
        var bytes = body.array();
        int last = body.offset() + body.length() - text.length();
        for (int i = body.offset(); i <= last; i++) {
            int j = 0;
            while (j < text.length() && bytes[i + j] == text.charAt(j)) {
                j++;
            }
            if (j == text.length()) {
                return true;
            }
        }
        return false;
    }
}
