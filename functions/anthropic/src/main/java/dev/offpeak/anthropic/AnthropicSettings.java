package dev.offpeak.anthropic;

import dev.offpeak.core.id.AccountId;
import dev.offpeak.wire.http.Timeouts;
import java.net.URI;
import java.util.function.Supplier;

/// One Anthropic workspace; batches and their results belong to it.
///
/// @param baseUrl without a version, e.g. [#ANTHROPIC]
/// @param key the API key, asked for before every call so that a secret is read at first use and may rotate
public record AnthropicSettings(URI baseUrl, Supplier<String> key, Timeouts timeouts, AccountId account) {
    public static final URI ANTHROPIC = URI.create("https://api.anthropic.com");

    public AnthropicSettings {
        if (!baseUrl.isAbsolute() || baseUrl.getQuery() != null) {
            throw new IllegalArgumentException("base URL " + baseUrl + " is not one such as " + ANTHROPIC);
        }
    }

    /// @param path version included, e.g. `/v1/messages`
    URI uri(String path) {
        return URI.create(baseUrl.toString().replaceFirst("/+$", "") + path);
    }
}
