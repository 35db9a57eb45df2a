package dev.offpeak.openai;

import dev.offpeak.core.provider.SyncApi.OpenOutcome;
import dev.offpeak.wire.http.Call;
import dev.offpeak.wire.http.Http;
import dev.offpeak.wire.http.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/// Calls with the account's key.
final class OpenAiHttp {
    private final OpenAiSettings settings;
    private final Http http;

    OpenAiHttp(OpenAiSettings settings, Http http) {
        this.settings = settings;
        this.http = http;
    }

    Outcome send(Call call) {
        try {
            return http.send(signed(call));
        } catch (NoKey e) {
            return new Outcome.NotSent("the key of account " + settings.account() + " cannot be read");
        }
    }

    OpenOutcome begin(Call call, Duration patience) {
        try {
            return http.begin(signed(call), patience);
        } catch (NoKey e) {
            return new OpenOutcome.NotSent("the key of account " + settings.account() + " cannot be read");
        }
    }

    Http.Download open(Call call) throws IOException {
        return http.open(signed(call));
    }

    private Call signed(Call call) throws NoKey {
        try {
            var key = settings.key().get().strip();
            return call.with(Map.of("authorization", "Bearer " + key, "user-agent", "offpeak"));
        } catch (RuntimeException e) {
            // the supplier asks some secret store, in whatever way that fails
            throw new NoKey(e);
        }
    }

    private static final class NoKey extends IOException {
        NoKey(RuntimeException cause) {
            super("the account's key cannot be read", cause);
        }
    }
}
