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
        for (var header : headers.values().entrySet()) {
            if (!Headers.isValue(header.getValue())) {
                return Optional.of("header " + header.getKey() + " holds what no header may");
            }
        }
        return Optional.empty();
    }

    private static boolean isUrl(String target) {
        if (isPlain(target)) {
            return true;
        }
        try {
            // Java lets other letters and a fragment pass, neither of which would arrive
            return isAscii(target) && new URI(target).getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /// As nearly all are, and quicker to tell.
    private static boolean isPlain(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if ((c < 'a' || c > 'z') && c != '/' && c != '_' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }
}
