package dev.offpeak.openai;

import dev.offpeak.core.provider.Account;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.wire.http.Http;
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
        var http = new OpenAiHttp(settings, new Http(settings.timeouts().connect()));
        return new Account(
                settings.account(),
                settings.limits(),
                new OpenAiBatches(settings, http),
                new OpenAiCalls(settings, http));
    }
}
