package dev.offpeak.bench;

import dev.offpeak.anthropic.Anthropic;
import dev.offpeak.anthropic.AnthropicSettings;
import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.openai.OpenAi;
import dev.offpeak.openai.OpenAiSettings;
import dev.offpeak.wire.http.Timeouts;
import java.net.URI;
import java.util.List;

/// The real provider adapters, pointed at a receiver.
final class Accounts {
    static final String KEY = "sk-bench";

    private Accounts() {}

    static Providers at(URI receiver) {
        return new Providers(List.of(
                OpenAi.provider(new OpenAiSettings(
                        URI.create(receiver + "/openai/v1"), () -> KEY, Timeouts.DEFAULT, new AccountId("openai"))),
                Anthropic.provider(new AnthropicSettings(
                        URI.create(receiver + "/anthropic"),
                        () -> KEY,
                        Timeouts.DEFAULT,
                        new AccountId("anthropic")))));
    }
}
