package dev.offpeak.anthropic;

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

/// One Anthropic workspace; batches and their results belong to it.
///
/// @param baseUrl without a version, e.g. [#ANTHROPIC]
/// @param key the API key, asked for before every call so that a secret is read at first use and may rotate
public record AnthropicSettings(
        BaseUrl baseUrl, Supplier<String> key, Timeouts timeouts, AccountId account, AccountLimits limits) {
    public static final URI ANTHROPIC = URI.create("https://api.anthropic.com");

    /// The lowest tier there is (rate limits page, autumn 2026): 200,000 requests over all models may wait. Create
    /// calls count against 1,000 requests a minute, which one bundler never reaches.
    public static final AccountLimits LIMITS =
            new AccountLimits(AccountLimits.UNKNOWN, 200_000, Per.ACCOUNT, 60_000, 500);

    public AnthropicSettings(URI baseUrl, Supplier<String> key, Timeouts timeouts, AccountId account) {
        this(baseUrl, key, timeouts, account, LIMITS);
    }

    public AnthropicSettings(
            URI baseUrl, Supplier<String> key, Timeouts timeouts, AccountId account, AccountLimits limits) {
        this(BaseUrl.of(baseUrl, ANTHROPIC), key, timeouts, account, limits);
    }

    /// @param path version included, e.g. `/v1/messages`
    URI uri(String path) {
        return baseUrl.at(path);
    }

    /// Calls with the account's key.
    AccountHttp http() {
        return new AccountHttp(
                new Http(timeouts.connect()),
                account,
                () -> new Header("x-api-key", key.get().strip()));
    }
}
