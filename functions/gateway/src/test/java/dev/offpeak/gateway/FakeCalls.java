package dev.offpeak.gateway;

import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.provider.SyncApi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A provider that answers what it is told to, and remembers what it was asked.
final class FakeCalls implements SyncApi {
    final List<Request> made = new ArrayList<>();
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
}
