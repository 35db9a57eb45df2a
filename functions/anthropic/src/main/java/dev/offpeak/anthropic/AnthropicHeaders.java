package dev.offpeak.anthropic;

import dev.offpeak.core.provider.Headers;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The headers that change what Anthropic does.
final class AnthropicHeaders {
    static final String VERSION = "anthropic-version";

    /// Whom a request is for, and, in some contracts, who pays.
    static final String USER_PROFILE = "anthropic-user-profile-id";

    static final Set<String> CARRIED = Set.of(VERSION, "anthropic-beta", USER_PROFILE);

    /// What callers wrote for before there was another one; 2026-10-21 takes back parameters they may use.
    private static final String DEFAULT_VERSION = "2023-06-01";

    private AnthropicHeaders() {}

    /// With the version, which every call must have.
    static Map<String, String> complete(Headers headers) {
        var complete = new TreeMap<>(headers.values());
        complete.putIfAbsent(VERSION, DEFAULT_VERSION);
        return complete;
    }
}
