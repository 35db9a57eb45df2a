package dev.offpeak.gateway.dropin;

import static dev.offpeak.gateway.dropin.Enveloped.error;

import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Admission;
import dev.offpeak.core.provider.DirectCall;
import dev.offpeak.core.provider.Inspection;
import dev.offpeak.core.provider.PassThrough.Passage;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.provider.Request;
import dev.offpeak.gateway.http.HttpRequest;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.jobs.KeyRefusal;
import dev.offpeak.gateway.jobs.SubmitOne;
import dev.offpeak.wire.job.JobWriter;
import java.io.IOException;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// `/{provider}/v1/…`: the provider's own API under another base URL.
///
/// Nothing said means somebody waits, and the call goes straight through. `Offpeak-Waiting: none`,
/// `Offpeak-Deadline` or `Prefer: respond-async` make it a background job. A preference, which a client may have for
/// all its calls, is ignored where it cannot be had or saves nothing (RFC 7240, 2); an order is not.
public final class DropIn {
    private final Providers providers;
    private final PassOn passOn;
    private final SubmitOne submit;
    private final JobWriter writer = new JobWriter();

    public DropIn(Providers providers, PassOn passOn, SubmitOne submit) {
        this.providers = providers;
        this.passOn = passOn;
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
        return Enveloped.unavailable(providers.get(new ProviderId(name)), why);
    }

    public HttpResponse answer(TenantId tenant, String name, String path, HttpRequest request) throws IOException {
        var provider = providers.get(new ProviderId(name));
        var passage = provider.dialect().passThrough().passage(path);
        if (passage.isEmpty()) {
            return error(provider, 404, "not_found_error", "Offpeak does not serve /" + name + clip(path));
        }
        var methods = passage.get().methods();
        if (!methods.contains(request.method())) {
            var allowed = String.join(", ", new TreeSet<>(methods));
            return error(provider, 405, "invalid_request_error", "/" + name + clip(path) + " takes " + allowed)
                    .with("Allow", allowed);
        }
        return switch (Asked.of(request)) {
            case Asked.Waits waits -> pass(tenant, provider, passage.get(), request);
            case Asked.Background preferred
            when Asked.onlyPrefers(request) && !saves(passage.get()) -> pass(tenant, provider, passage.get(), request);
            case Asked.Background background
            when passage.get().job() -> {
                var call = new Request(
                        passage.get().endpoint(),
                        request.carried(provider.dialect().carriedHeaders()),
                        request.body());
                yield accept(tenant, provider, call, background, request);
            }
            case Asked.Background background ->
                error(provider, 400, "invalid_request_error", "/" + name + clip(path) + " cannot be a background job");
            case Asked.Unclear(var why) -> error(provider, 400, "invalid_request_error", why);
        };
    }

    private static boolean saves(Passage passage) {
        return passage.job() && passage.metered();
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
            case PassOn.Begun.InDoubt(var why) ->
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
        var job = writer.write(asked.job(provider, call));
        var key = request.header("idempotency-key");
        return Enveloped.submission(provider, request, submit.submit(tenant, key, job, Admission.Door.DROP_IN));
    }

    private static String clip(String path) {
        return path.length() <= 100 ? path : path.substring(0, 100) + "…";
    }

    private static final class ProviderName {
        private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{0,31}");

        static boolean isOne(String text) {
            return SHAPE.matcher(text).matches();
        }
    }
}
