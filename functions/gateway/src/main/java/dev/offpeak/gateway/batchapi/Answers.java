package dev.offpeak.gateway.batchapi;

import dev.offpeak.core.provider.Body;
import dev.offpeak.core.surface.Refusal;
import dev.offpeak.gateway.http.HttpResponse;

/// Answers in the provider's words.
final class Answers {
    private Answers() {}

    static HttpResponse json(Body body) {
        return HttpResponse.json(200, body);
    }

    static HttpResponse refused(Desk desk, Refusal refusal) {
        var refused = desk.surface().refusal(refusal);
        var answer = HttpResponse.json(refused.status(), refused.body());
        return refusal instanceof Refusal.Unavailable ? answer.with("Retry-After", "1") : answer;
    }
}
