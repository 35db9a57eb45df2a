package dev.offpeak.gateway.dropin;

import static dev.offpeak.gateway.dropin.Enveloped.error;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Admission;
import dev.offpeak.core.provider.DirectCall;
import dev.offpeak.core.provider.Inspection;
import dev.offpeak.core.provider.PassThrough.Passage;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Request;
import dev.offpeak.gateway.http.HttpRequest;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.jobs.KeyRefusal;
import dev.offpeak.gateway.jobs.SubmitOne;
import dev.offpeak.wire.job.JobWriter;
import java.io.IOException;
import java.util.Optional;
import java.util.TreeSet;

/// `/{provider}/v1/…`: the provider's own API under another base URL.
///
/// Nothing said means somebody waits, and the call goes straight through. `Offpeak-Waiting: none`,
/// `Offpeak-Deadline` or `Prefer: respond-async` make it a background job. A preference, which a client may have for
/// all its calls, is ignored where it cannot be had or saves nothing (RFC 7240, 2); an order is not.
public final class DropIn {
    private final PassOn passOn;
    private final SubmitOne submit;
    private final JobWriter writer = new JobWriter();

    public DropIn(PassOn passOn, SubmitOne submit) {
        this.passOn = passOn;
        this.submit = submit;
    }

    public HttpResponse answer(TenantId tenant, Provider provider, String path, HttpRequest request)
            throws IOException {
        var passage = provider.dialect().passThrough().passage(path);
        if (passage.isEmpty()) {
            return error(provider, 404, "not_found_error", "Offpeak does not serve /" + provider.id() + clip(path));
        }
        var methods = passage.get().methods();
        if (!methods.contains(request.method())) {
            var allowed = String.join(", ", new TreeSet<>(methods));
            return error(provider, 405, "invalid_request_error", "/" + provider.id() + clip(path) + " takes " + allowed)
                    .with("Allow", allowed);
        }
        return switch (Asked.of(request)) {
            case Asked.Waits waits -> pass(tenant, provider, passage.get(), request);
            case Asked.Background preferred
            when Asked.onlyPrefers(request)
                    && (!saves(passage.get()) || whyNoJob(provider, request).isPresent()) ->
                pass(tenant, provider, passage.get(), request);
            case Asked.Background background
            when passage.get().job() -> {
                var flaw = whyNoJob(provider, request);
                if (flaw.isPresent()) {
                    yield error(provider, 400, "invalid_request_error", flaw.get());
                }
                var call = new Request(
                        passage.get().endpoint(),
                        request.carried(provider.dialect().carriedHeaders()),
                        request.body());
                yield accept(tenant, provider, call, background, request);
            }
            case Asked.Background background ->
                error(
                        provider,
                        400,
                        "invalid_request_error",
                        "/" + provider.id() + clip(path) + " cannot be a background job");
            case Asked.Unclear(var why) -> error(provider, 400, "invalid_request_error", why);
        };
    }

    private static boolean saves(Passage passage) {
        return passage.job() && passage.metered();
    }

    /// What a job cannot hold of a request: it has some headers, and a body that can be read.
    public static Optional<String> whyNoJob(Provider provider, HttpRequest request) {
        return request.compression()
                .map(coding -> "content-encoding: a job is taken in uncompressed, not as " + clip(coding))
                .or(() -> provider.dialect().passThrough().isIdle(request.rawQuery())
                        ? Optional.empty()
                        : Optional.of("the query ?" + clip(request.rawQuery()) + " cannot go along with a job"));
    }

    private HttpResponse pass(TenantId tenant, Provider provider, Passage passage, HttpRequest request) {
        var headers = request.carried(provider.dialect().passThrough().headers());
        var call = new DirectCall(request.method(), passage.path(), request.rawQuery(), headers, request.body());
        var flaw = call.flaw();
        if (flaw.isPresent()) {
            return error(provider, 400, "invalid_request_error", flaw.get());
        }
        return switch (passOn.begin(tenant, provider, passage, call)) {
            case PassOn.Begun.Passes(var response) -> response;
            case PassOn.Begun.KeyRefused refused ->
                error(provider, 502, KeyRefusal.REASON.code(), KeyRefusal.REASON.message())
                        .with("x-should-retry", "false");
            case PassOn.Begun.NotSent(var why) ->
                error(provider, 502, "api_error", "the provider was not reached: " + why);
            case PassOn.Begun.InDoubt(var why) -> {
                var lost = error(provider, 504, "timeout_error", "the provider's answer was lost: " + why);
                // it may have been made, and paid for: the SDKs, which retry a 504, heed this header
                yield passage.metered() ? lost.with("x-should-retry", "false") : lost;
            }
        };
    }

    private HttpResponse accept(
            TenantId tenant, Provider provider, Request call, Asked.Background asked, HttpRequest request)
            throws IOException {
        if (provider.dialect().inspect(call) instanceof Inspection.Invalid(var field, var why)) {
            return error(provider, 400, "invalid_request_error", field + ": " + why);
        }
        var job = writer.write(asked.job(provider, call));
        var key = request.header("idempotency-key");
        return Enveloped.submission(provider, request, submit.submit(tenant, key, job, Admission.Door.DROP_IN));
    }

    private static String clip(String path) {
        return path.length() <= 100 ? path : path.substring(0, 100) + "…";
    }
}
