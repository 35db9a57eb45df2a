package dev.offpeak.anthropic;

import dev.offpeak.core.provider.Account;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.wire.http.AccountCalls;
import java.util.List;

/// Puts the Anthropic provider together.
public final class Anthropic {
    private Anthropic() {}

    /// @param accounts in the order they are preferred
    public static Provider provider(List<AnthropicSettings> accounts) {
        return new Provider(
                new AnthropicDialect(),
                new AnthropicPrices(),
                accounts.stream().map(Anthropic::account).toList());
    }

    public static Provider provider(AnthropicSettings account) {
        return provider(List.of(account));
    }

    private static Account account(AnthropicSettings settings) {
        var http = settings.http();
        return new Account(
                settings.account(),
                settings.limits(),
                new AnthropicBatches(settings, http),
                new AccountCalls(http, settings::uri, AnthropicHeaders::complete));
    }
}
