package dev.offpeak.openai;

import dev.offpeak.core.id.AccountId;
import dev.offpeak.wire.http.Timeouts;
import java.net.URI;
import java.util.function.Supplier;

/// One OpenAI account, or one of a service that speaks its API.
///
/// @param baseUrl with the version, e.g. [#OPENAI]
/// @param key the API key, asked for before every call so that a secret is read at first use and may rotate
public record OpenAiSettings(URI baseUrl, Supplier<String> key, Timeouts timeouts, AccountId account) {
    public static final URI OPENAI = URI.create("https://api.openai.com/v1");

    public OpenAiSettings {
        if (!baseUrl.isAbsolute() || baseUrl.getQuery() != null) {
            throw new IllegalArgumentException("base URL " + baseUrl + " is not one such as " + OPENAI);
        }
    }

    /// @param path after the version, e.g. `/batches`
    URI uri(String path) {
        return URI.create(baseUrl.toString().replaceFirst("/+$", "") + path);
    }
}
