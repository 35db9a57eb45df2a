package dev.offpeak.anthropic;

import dev.offpeak.core.provider.Provider;
import dev.offpeak.wire.http.Http;

/// Puts the Anthropic provider together.
public final class Anthropic {
    private Anthropic() {}

    public static Provider provider(AnthropicSettings settings) {
        var http = new AnthropicHttp(settings, new Http(settings.timeouts().connect()));
        return new Provider(
                new AnthropicDialect(),
                new AnthropicPrices(),
                settings.account(),
                new AnthropicBatches(settings, http),
                new AnthropicCalls(settings, http));
    }
}
