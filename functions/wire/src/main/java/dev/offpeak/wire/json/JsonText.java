package dev.offpeak.wire.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/// Writes the few small JSON texts we author ourselves.
public final class JsonText {
    private JsonText() {}

    /// `text` as a JSON string, quotes included.
    public static String quote(String text) {
        var out = new StringBuilder(text.length() + 16).append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        return out.append('"').toString();
    }
}
