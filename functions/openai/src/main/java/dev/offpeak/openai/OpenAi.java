package dev.offpeak.openai;

import dev.offpeak.core.provider.Account;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.wire.http.AccountCalls;
import java.util.List;

/// Puts the OpenAI provider together.
public final class OpenAi {
    private OpenAi() {}

    /// @param accounts in the order they are preferred
    public static Provider provider(List<OpenAiSettings> accounts) {
        return new Provider(
                new OpenAiDialect(),
                new OpenAiPrices(),
                accounts.stream().map(OpenAi::account).toList());
    }

    public static Provider provider(OpenAiSettings account) {
        return provider(List.of(account));
    }

    private static Account account(OpenAiSettings settings) {
        var http = settings.http();
        return new Account(
                settings.account(),
                settings.limits(),
                new OpenAiBatches(settings, http),
                // the base URL holds the version already
                new AccountCalls(http, path -> settings.uri(path.substring("/v1".length())), Headers::values));
    }
}
