package dev.offpeak.gateway.dropin;

import dev.offpeak.core.provider.Provider;
import dev.offpeak.gateway.http.HttpRequest;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.http.Problem;
import dev.offpeak.gateway.jobs.Submission;
import java.util.Map;

/// Our own errors in the provider's envelope: the caller speaks the provider's language here.
public final class Enveloped {
    private Enveloped() {}

    public static HttpResponse error(Provider provider, int status, String code, String message) {
        return new HttpResponse(
                status,
                Map.of("Content-Type", "application/json"),
                provider.dialect().errorEnvelope(status, code, message));
    }

    public static HttpResponse unavailable(Provider provider, String why) {
        return error(provider, 503, "api_error", why).with("Retry-After", "1");
    }

    /// What became of a call that was to be a job.
    public static HttpResponse submission(Provider provider, HttpRequest request, Submission submission) {
        return switch (submission) {
            case Submission.Refused(var problem) -> problem(provider, problem);
            case Submission.Taken(var response)
            when Asked.prefersAsync(request) -> response.with("Preference-Applied", "respond-async");
            case Submission.Taken(var response) -> response;
        };
    }

    public static HttpResponse problem(Provider provider, Problem problem) {
        return switch (problem.type()) {
            case BAD_JOB -> error(provider, 400, "invalid_request_error", problem.detail());
            case QUEUE_UNAVAILABLE -> unavailable(provider, problem.detail());
            default -> error(provider, problem.status(), "invalid_request_error", problem.detail());
        };
    }
}
