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
        return switch (refusal) {
            case Refusal.Unavailable unavailable -> answer.with("Retry-After", "1");
            // SDKs ask again after a 409 and a 503
            case Refusal.Over over -> answer.with("x-should-retry", "false");
            case Refusal.NotOver notOver -> answer.with("x-should-retry", "false");
            case Refusal.Unsettled unsettled -> answer.with("x-should-retry", "false");
            case Refusal.Bad bad -> answer;
            case Refusal.TooLarge large -> answer;
            case Refusal.NoSuchBatch batch -> answer;
            case Refusal.NoSuchFile file -> answer;
            case Refusal.NoResults results -> answer;
            case Refusal.ResultsTooLarge large -> answer;
            case Refusal.NoSuchRange range -> answer;
            case Refusal.NotAllowed notAllowed -> answer;
        };
    }
}
