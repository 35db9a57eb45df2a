package dev.offpeak.core.provider;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Headers of a request or an answer: lower-case names, sorted.
public record Headers(Map<String, String> values) {
    public static final Headers NONE = new Headers(Map.of());

    public Headers {
        var sorted = new TreeMap<String, String>();
        values.forEach((name, value) -> sorted.put(name.toLowerCase(Locale.ROOT), value.strip()));
        values = Collections.unmodifiableMap(sorted);
    }

    /// Whether it can stand in one line of a request (RFC 9110, 5.5).
    public static boolean isValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' && c != '\t' || c == 127 || c > 255) {
                return false;
            }
        }
        return true;
    }

    /// The first one that no HTTP request should hold.
    public Optional<String> unsound() {
        return values.entrySet().stream()
                .filter(header -> !header.getValue().matches("[\\x20-\\x7e]{1,512}"))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /// How long the body is said to be, in bytes; -1 where nothing is said, or a transfer encoding overrules it
    /// (RFC 9112, 6.3).
    public long contentLength() {
        var said = values.getOrDefault("content-length", "");
        return isNumber(said) && !values.containsKey("transfer-encoding") ? Long.parseLong(said) : -1;
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() < 19;
    }
}
