package dev.offpeak.gateway.background;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Admission;
import dev.offpeak.core.job.Admission.Verdict;
import dev.offpeak.core.provider.Background;
import dev.offpeak.core.provider.Background.Asking;
import dev.offpeak.core.provider.Background.Stage;
import dev.offpeak.core.provider.Background.Standing;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Inspection;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Request;
import dev.offpeak.gateway.dropin.Asked;
import dev.offpeak.gateway.dropin.Enveloped;
import dev.offpeak.gateway.http.HttpRequest;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.jobs.Named;
import dev.offpeak.gateway.jobs.RetryAdvice;
import dev.offpeak.gateway.jobs.SubmitOne;
import dev.offpeak.wire.job.JobWriter;
import java.io.IOException;
import java.util.Optional;

/// Makes a job of a request that asks for background work.
public final class StartBackground {
    private final SubmitOne submit;
    private final JobWriter writer = new JobWriter();

    public StartBackground(SubmitOne submit) {
        this.submit = submit;
    }

    /// Empty where the request does not ask for it, or streams what somebody waits for.
    Optional<HttpResponse> answer(TenantId tenant, Provider provider, Background form, HttpRequest request)
            throws IOException {
        var asked = Asked.ofBackground(request);
        return switch (form.asking(request.body())) {
            case Asking.No no -> Optional.empty();
            case Asking.Refused refused when asked instanceof Asked.Waits -> Optional.empty();
            case Asking.Refused(var field, var why) -> Optional.of(refused(provider, field + ": " + why));
            case Asking.Yes(var body) ->
                switch (asked) {
                    // the provider would do it, but nobody could ask for its answer: its own ids are not served
                    case Asked.Waits waits ->
                        Optional.of(refused(
                                provider,
                                "background: true is for work that nobody waits for, and Offpeak-Waiting: true says that"
                                        + " somebody does"));
                    case Asked.Unclear(var why) -> Optional.of(refused(provider, why));
                    case Asked.Background background -> {
                        var headers = request.carried(provider.dialect().carriedHeaders());
                        var call = new Request(form.endpoint(), headers, body);
                        yield Optional.of(accept(tenant, provider, call, background, request));
                    }
                };
        };
    }

    private HttpResponse accept(
            TenantId tenant, Provider provider, Request call, Asked.Background asked, HttpRequest request)
            throws IOException {
        if (provider.dialect().inspect(call) instanceof Inspection.Invalid(var field, var why)) {
            return refused(provider, field + ": " + why);
        }
        var job = writer.write(asked.job(provider, call));
        var key = request.header("idempotency-key");
        SubmitOne.Words words = (named, admitted) -> begun(provider, named, admitted, call.body());
        return Enveloped.submission(provider, request, submit.submit(tenant, key, job, Admission.Door.DROP_IN, words));
    }

    private static HttpResponse begun(Provider provider, Named job, Verdict.Admitted admitted, Body asked) {
        var lane = admitted.route().lane();
        var standing = new Standing(
                job.id(),
                job.acceptedAt(),
                Optional.of(admitted.model()),
                Stage.QUEUED,
                Optional.empty(),
                Optional.of(asked));
        return HttpResponse.json(
                        200, provider.dialect().background().orElseThrow().show(standing))
                .with("offpeak-lane", lane.name())
                .with("Retry-After", Long.toString(RetryAdvice.seconds(lane)));
    }

    private static HttpResponse refused(Provider provider, String why) {
        return Enveloped.error(provider, 400, "invalid_request_error", why);
    }
}
