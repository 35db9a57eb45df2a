package dev.offpeak.openai;

import dev.offpeak.core.provider.Provider;
import dev.offpeak.wire.http.Http;

/// Puts the OpenAI provider together.
public final class OpenAi {
    private OpenAi() {}

    public static Provider provider(OpenAiSettings settings) {
        var http = new OpenAiHttp(settings, new Http(settings.timeouts().connect()));
        return new Provider(
                new OpenAiDialect(),
                new OpenAiPrices(),
                settings.account(),
                new OpenAiBatches(settings, http),
                new OpenAiCalls(settings, http));
    }
}
