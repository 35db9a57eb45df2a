package dev.offpeak.gateway;

import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.DirectCall;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.Patience;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.provider.SyncApi;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A provider that answers what it is told to, and remembers what it was asked.
final class FakeCalls implements SyncApi {
    final List<Request> made = new ArrayList<>();
    final List<DirectCall> opened = new ArrayList<>();
    private Optional<OpenOutcome> opens = Optional.empty();
    private SyncOutcome next = answer(200, Body.of("{}"));

    void willAnswer(int status, String body) {
        next = answer(status, Body.of(body));
    }

    void will(SyncOutcome outcome) {
        next = outcome;
    }

    private static SyncOutcome answer(int status, Body body) {
        return new SyncOutcome.Answered(status, new Headers(Map.of("content-type", "application/json")), body);
    }

    @Override
    public SyncOutcome call(Request request, Duration timeout) {
        made.add(request);
        return next;
    }

    void willOpen(OpenOutcome outcome) {
        opens = Optional.of(outcome);
    }

    @Override
    public OpenOutcome open(DirectCall call, Patience patience) {
        opened.add(call);
        if (opens.isPresent()) {
            return opens.get();
        }
        // a call by its body only, as jobs are
        return call.method().equals("POST")
                ? SyncApi.super.open(call, patience)
                : new OpenOutcome.Answering(200, Headers.NONE, InputStream.nullInputStream());
    }
}
