package dev.offpeak.openai;

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

/// OpenAI's synchronous endpoints. The base URL holds the version already, so the endpoint's own is left out.
final class OpenAiCalls implements SyncApi {
    private static final long LONGEST_ANSWER = 64L << 20;

    private final OpenAiSettings settings;
    private final OpenAiHttp http;
    private final RecentUri uris;

    OpenAiCalls(OpenAiSettings settings, OpenAiHttp http) {
        this.settings = settings;
        this.http = http;
        uris = new RecentUri(target -> settings.uri(target.substring("/v1".length())));
    }

    @Override
    public SyncOutcome call(Request request, Duration timeout) {
        var uri = settings.uri(request.endpoint().path().substring("/v1".length()));
        var body = request.body();
        var call = Call.post(uri, Payload.of(body.array(), body.offset(), body.length()), timeout)
                .taking(LONGEST_ANSWER)
                .with("content-type", "application/json")
                .with(request.headers().values());
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
                        .with(call.headers().values()),
                patience.beginning());
    }
}
