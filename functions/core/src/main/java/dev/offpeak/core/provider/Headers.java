package dev.offpeak.core.provider;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The request headers that change what a provider does (API version, betas): lower-case names, sorted.
public record Headers(Map<String, String> values) {
    public static final Headers NONE = new Headers(Map.of());

    public Headers {
        var sorted = new TreeMap<String, String>();
        values.forEach((name, value) -> sorted.put(name.toLowerCase(Locale.ROOT), value.strip()));
        values = Collections.unmodifiableMap(sorted);
    }
}
