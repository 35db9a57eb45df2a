package dev.offpeak.gateway.dropin;

import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Admission;
import dev.offpeak.core.job.JobSpec;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.Inspection;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.provider.SyncApi.SyncOutcome;
import dev.offpeak.gateway.http.HttpRequest;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.http.Problem;
import dev.offpeak.gateway.jobs.InlineCall;
import dev.offpeak.gateway.jobs.Submission;
import dev.offpeak.gateway.jobs.SubmitOne;
import dev.offpeak.wire.job.JobWriter;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// `POST /{provider}/v1/…`: the provider's own API under another base URL.
///
/// Nothing said means somebody waits, and the call goes straight through. `Offpeak-Waiting: none`,
/// `Offpeak-Deadline` or `Prefer: respond-async` make it a background job.
public final class DropIn {
    private static final Set<String> ROUTES = Set.of(
            "openai/v1/chat/completions", "openai/v1/embeddings", "openai/v1/responses", "anthropic/v1/messages");

    private final Providers providers;
    private final InlineCall inline;
    private final SubmitOne submit;
    private final JobWriter writer = new JobWriter();

    public DropIn(Providers providers, InlineCall inline, SubmitOne submit) {
        this.providers = providers;
        this.inline = inline;
        this.submit = submit;
    }

    public boolean serves(String provider) {
        return ProviderName.isOne(provider)
                && providers.find(new ProviderId(provider)).isPresent();
    }

    public HttpResponse unauthorized(String name) {
        return error(providers.get(new ProviderId(name)), 401, "authentication_error", "no valid Offpeak API key");
    }

    public HttpResponse unavailable(String name, String why) {
        return unavailable(providers.get(new ProviderId(name)), why);
    }

    public HttpResponse answer(TenantId tenant, String name, String path, HttpRequest request) throws IOException {
        var provider = providers.get(new ProviderId(name));
        if (!ROUTES.contains(name + path)) {
            return error(provider, 404, "not_found_error", "Offpeak does not serve /" + name + clip(path));
        }
        if (!request.method().equals("POST")) {
            return error(provider, 405, "invalid_request_error", "/" + name + path + " takes POST")
                    .with("Allow", "POST");
        }
        var call = new Request(new Endpoint(path), carried(provider, request), request.body());
        return switch (Asked.of(request)) {
            case Asked.Waits waits -> pass(tenant, provider, call);
            case Asked.Background background -> accept(tenant, provider, call, background, request);
            case Asked.Unclear(var why) -> error(provider, 400, "invalid_request_error", why);
        };
    }

    private HttpResponse pass(TenantId tenant, Provider provider, Request call) {
        var model = switch (provider.dialect().inspect(call)) {
            case Inspection.Batchable(var name, var inputs) -> name;
            case Inspection.DirectOnly(var name, var why) -> name;
            // the provider is a better judge of its own requests, and says it in its own words
            case Inspection.Invalid invalid -> "unknown";
        };
        return switch (inline.make(tenant, provider, call, model).outcome()) {
            case SyncOutcome.Answered answered
            when answered.body().length() > Passing.LARGEST ->
                error(
                        provider,
                        502,
                        "api_error",
                        "the answer has " + answered.body().length() + " bytes, more than a buffered answer can carry ("
                                + Passing.LARGEST + "); send it with Offpeak-Waiting: none");
            case SyncOutcome.Answered answered ->
                new HttpResponse(answered.status(), Passing.back(answered.headers()), answered.body());
            case SyncOutcome.NotSent(var why) ->
                error(provider, 502, "api_error", "the provider was not reached: " + why);
            case SyncOutcome.InDoubt(var why) ->
                // the call may have been made, and paid for: the SDKs, which retry a 504, heed this header
                error(provider, 504, "timeout_error", "the provider's answer was lost: " + why)
                        .with("x-should-retry", "false");
        };
    }

    private HttpResponse accept(
            TenantId tenant, Provider provider, Request call, Asked.Background asked, HttpRequest request)
            throws IOException {
        if (provider.dialect().inspect(call) instanceof Inspection.Invalid(var field, var why)) {
            return error(provider, 400, "invalid_request_error", field + ": " + why);
        }
        var job = writer.write(new JobSpec(
                provider.id(),
                call,
                Optional.of(false),
                asked.deadline(),
                asked.label(),
                Optional.empty(),
                Optional.empty(),
                asked.terms()));
        return switch (submit.submit(tenant, request.header("idempotency-key"), job, Admission.Door.DROP_IN)) {
            case Submission.Refused(var problem) -> enveloped(provider, problem);
            case Submission.Taken(var response)
            when Asked.prefersAsync(request) -> response.with("Preference-Applied", "respond-async");
            case Submission.Taken(var response) -> response;
        };
    }

    /// Our refusal in the provider's envelope: the caller speaks the provider's language here.
    private static HttpResponse enveloped(Provider provider, Problem problem) {
        return switch (problem.type()) {
            case BAD_JOB -> error(provider, 400, "invalid_request_error", problem.detail());
            case QUEUE_UNAVAILABLE -> unavailable(provider, problem.detail());
            default -> error(provider, problem.status(), "invalid_request_error", problem.detail());
        };
    }

    private static HttpResponse unavailable(Provider provider, String why) {
        return error(provider, 503, "api_error", why).with("Retry-After", "1");
    }

    private static HttpResponse error(Provider provider, int status, String code, String message) {
        return new HttpResponse(
                status,
                Map.of("Content-Type", "application/json"),
                provider.dialect().errorEnvelope(status, code, message));
    }

    private static Headers carried(Provider provider, HttpRequest request) {
        var headers = new TreeMap<String, String>();
        for (var name : provider.dialect().carriedHeaders()) {
            request.header(name).ifPresent(value -> headers.put(name, value));
        }
        return new Headers(headers);
    }

    private static String clip(String path) {
        return path.length() <= 100 ? path : path.substring(0, 100) + "…";
    }

    private static final class ProviderName {
        static boolean isOne(String text) {
            return text.matches("[a-z][a-z0-9-]{0,31}");
        }
    }
}
