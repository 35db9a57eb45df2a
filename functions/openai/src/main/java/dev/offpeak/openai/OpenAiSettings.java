package dev.offpeak.openai;

import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.provider.AccountLimits;
import dev.offpeak.core.provider.AccountLimits.Per;
import dev.offpeak.wire.http.AccountHttp;
import dev.offpeak.wire.http.BaseUrl;
import dev.offpeak.wire.http.Call.Header;
import dev.offpeak.wire.http.Http;
import dev.offpeak.wire.http.Timeouts;
import java.net.URI;
import java.util.function.Supplier;

/// One OpenAI account, or one of a service that speaks its API.
///
/// @param baseUrl with the version, e.g. [#OPENAI]
/// @param key the API key, asked for before every call so that a secret is read at first use and may rotate
public record OpenAiSettings(
        BaseUrl baseUrl, Supplier<String> key, Timeouts timeouts, AccountId account, AccountLimits limits) {
    public static final URI OPENAI = URI.create("https://api.openai.com/v1");

    /// What is known of every account (provider pages, autumn 2026): batches an hour. The enqueued tokens differ by
    /// tier and stand on the account's own page only.
    public static final AccountLimits LIMITS =
            new AccountLimits(AccountLimits.UNKNOWN, 1_000_000, Per.MODEL, 2_000, 500);

    public OpenAiSettings(URI baseUrl, Supplier<String> key, Timeouts timeouts, AccountId account) {
        this(baseUrl, key, timeouts, account, LIMITS);
    }

    public OpenAiSettings(
            URI baseUrl, Supplier<String> key, Timeouts timeouts, AccountId account, AccountLimits limits) {
        this(BaseUrl.of(baseUrl, OPENAI), key, timeouts, account, limits);
    }

    /// @param path after the version, e.g. `/batches`
    URI uri(String path) {
        return baseUrl.at(path);
    }

    /// Calls with the account's key.
    AccountHttp http() {
        return new AccountHttp(
                new Http(timeouts.connect()),
                account,
                () -> new Header("authorization", "Bearer " + key.get().strip()));
    }
}
