package dev.offpeak.anthropic;

import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.DirectCall;
import dev.offpeak.core.provider.Patience;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.provider.SyncApi;
import dev.offpeak.wire.http.Call;
import dev.offpeak.wire.http.Outcome;
import dev.offpeak.wire.http.Payload;
import dev.offpeak.wire.http.RecentUri;
import java.time.Duration;
import java.util.List;

/// Anthropic's synchronous endpoints.
final class AnthropicCalls implements SyncApi {
    private static final long LONGEST_ANSWER = 64L << 20;

    private final AnthropicSettings settings;
    private final AnthropicHttp http;
    private final RecentUri uris;

    AnthropicCalls(AnthropicSettings settings, AnthropicHttp http) {
        this.settings = settings;
        this.http = http;
        uris = new RecentUri(settings::uri);
    }

    @Override
    public SyncOutcome call(Request request, Duration timeout) {
        var body = request.body();
        var call = Call.post(
                        settings.uri(request.endpoint().path()),
                        Payload.of(body.array(), body.offset(), body.length()),
                        timeout)
                .taking(LONGEST_ANSWER)
                .with("content-type", "application/json")
                .with(AnthropicHeaders.complete(request.headers()));
        return switch (http.send(call)) {
            case Outcome.Answered(int status, var headers, var answer) ->
                new SyncOutcome.Answered(status, headers, Body.of(answer));
            case Outcome.NotSent(var why) -> new SyncOutcome.NotSent(why);
            case Outcome.InDoubt(var why) -> new SyncOutcome.InDoubt(why);
        };
    }

    @Override
    public OpenOutcome open(DirectCall call, Patience patience) {
        var body = call.body();
        return http.begin(
                new Call(
                                call.method(),
                                uris.of(call.target()),
                                List.of(),
                                Payload.of(body.array(), body.offset(), body.length()),
                                patience.end(),
                                LONGEST_ANSWER)
                        .with(AnthropicHeaders.complete(call.headers())),
                patience.beginning());
    }
}
