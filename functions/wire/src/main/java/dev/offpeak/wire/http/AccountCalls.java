package dev.offpeak.wire.http;

import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.DirectCall;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.Patience;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.provider.SyncApi;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// An account's synchronous endpoints.
public final class AccountCalls implements SyncApi {
    private static final long LONGEST_ANSWER = 64L << 20;

    private final AccountHttp http;
    private final Function<String, URI> urls;
    private final Function<Headers, Map<String, String>> headers;

    /// @param urls of paths, each with the API's version, such as `/v1/messages`
    /// @param headers as they are sent, for those that came with a request
    public AccountCalls(AccountHttp http, Function<String, URI> urls, Function<Headers, Map<String, String>> headers) {
        this.http = http;
        this.urls = urls;
        this.headers = headers;
    }

    @Override
    public SyncOutcome call(Request request, Duration timeout) {
        var call = call("POST", request.endpoint().path(), request.body(), timeout)
                .with("content-type", "application/json")
                .with(headers.apply(request.headers()));
        return switch (http.send(call)) {
            case Outcome.Answered(int status, var answered, var answer) ->
                new SyncOutcome.Answered(status, answered, Body.of(answer));
            case Outcome.NotSent(var why) -> new SyncOutcome.NotSent(why);
            case Outcome.InDoubt(var why) -> new SyncOutcome.InDoubt(why);
        };
    }

    @Override
    public OpenOutcome open(DirectCall call, Patience patience) {
        return http.begin(
                call(call.method(), call.target(), call.body(), patience.end()).with(headers.apply(call.headers())),
                patience.beginning());
    }

    private Call call(String method, String target, Body body, Duration timeout) {
        var payload = Payload.of(body.array(), body.offset(), body.length());
        return new Call(method, urls.apply(target), List.of(), payload, timeout, LONGEST_ANSWER);
    }
}
