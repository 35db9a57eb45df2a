package dev.offpeak.core.provider;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// A call that passes straight through.
///
/// @param query as it was written, without the question mark; empty where there is none
/// @param headers those of [PassThrough#headers()] that the caller sent
public record DirectCall(String method, String path, String query, Headers headers, Body body) {
    public String target() {
        return query.isEmpty() ? path : path + "?" + query;
    }

    /// Why HTTP cannot carry it, without a word of what the caller wrote; empty when it can.
    public Optional<String> flaw() {
        if (!isUrl(target())) {
            return Optional.of("the query holds what no URL may");
        }
        return headers.values().entrySet().stream()
                .filter(header -> !isFieldValue(header.getValue()))
                .map(header -> "header " + header.getKey() + " holds what no header may")
                .findFirst();
    }

    private static boolean isUrl(String target) {
        try {
            // Java lets other letters and a fragment pass, neither of which would arrive
            return new URI(target).getRawFragment() == null && target.chars().allMatch(c -> c < 128);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    // RFC 9110, 5.5
    private static boolean isFieldValue(String value) {
        return value.chars().allMatch(c -> c == '\t' || c >= ' ' && c != 127 && c < 256);
    }
}
