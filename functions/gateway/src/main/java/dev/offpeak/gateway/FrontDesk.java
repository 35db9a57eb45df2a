package dev.offpeak.gateway;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.gateway.background.BackgroundCalls;
import dev.offpeak.gateway.batchapi.BatchApis;
import dev.offpeak.gateway.dropin.DropIn;
import dev.offpeak.gateway.dropin.Enveloped;
import dev.offpeak.gateway.http.HttpRequest;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.http.Problem;
import dev.offpeak.gateway.http.ProblemType;
import dev.offpeak.gateway.jobs.CancelJob;
import dev.offpeak.gateway.jobs.ReadJob;
import dev.offpeak.gateway.jobs.SubmitJobs;
import dev.offpeak.gateway.listing.Batches;
import dev.offpeak.gateway.listing.LedgerPage;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/// Finds who calls and what answers.
public final class FrontDesk {
    private static final Logger LOG = System.getLogger(FrontDesk.class.getName());

    private final Providers providers;
    private final Tenants tenants;
    private final Desks desks;

    /// One desk per kind of question.
    public record Desks(
            SubmitJobs submit,
            ReadJob read,
            CancelJob cancel,
            Batches batches,
            LedgerPage ledger,
            BackgroundCalls background,
            DropIn dropIn,
            BatchApis batchApis) {}

    public FrontDesk(Providers providers, Tenants tenants, Desks desks) {
        this.providers = providers;
        this.tenants = tenants;
        this.desks = desks;
    }

    /// Always answers: what breaks behind it is a 503 that says no more than that.
    public HttpResponse answer(HttpRequest request) {
        boolean head = request.method().equals("HEAD");
        var answer = located(guarded(head ? request.withMethod("GET") : request), request.root());
        return head ? answer.bare() : answer;
    }

    /// A path alone would lead past the stage that API Gateway's URLs begin with (RFC 9110, 10.2.2).
    private static HttpResponse located(HttpResponse answer, String root) {
        var path = answer.headers().get("Location");
        return path == null || root.isEmpty() ? answer : answer.with("Location", root + path);
    }

    private HttpResponse guarded(HttpRequest request) {
        var provider = provider(request.path());
        try {
            return provider.isPresent() ? theirs(provider.get(), request) : ours(request);
        } catch (IOException | RuntimeException e) {
            // whatever it is, the caller is told the same, and a stack trace could quote what they sent
            LOG.log(Level.ERROR, "{0}: {1}", e.getClass().getName(), e.getMessage());
            var why = "a part of Offpeak is not available just now";
            return provider.map(known -> Enveloped.unavailable(known, why))
                    .orElseGet(() -> Problem.of(ProblemType.UNAVAILABLE, why).response());
        }
    }

    /// The provider whose own API the path belongs to: `/{provider}/v1/…`.
    private Optional<Provider> provider(String path) {
        int end = path.indexOf('/', 1);
        return path.startsWith("/") && end > 0 && path.startsWith("/v1/", end) && path.length() > end + 4
                ? providers.named(path.substring(1, end))
                : Optional.empty();
    }

    private HttpResponse theirs(Provider provider, HttpRequest request) throws IOException {
        var tenant = tenants.of(request);
        if (tenant.isEmpty()) {
            return Enveloped.error(provider, 401, "authentication_error", "no valid Offpeak API key")
                    .with("WWW-Authenticate", "Bearer");
        }
        var path = request.path().substring(provider.id().value().length() + 1);
        var background = desks.background().answer(tenant.get(), provider, path, request);
        if (background.isPresent()) {
            return background.get();
        }
        var errand = desks.batchApis().errand(provider, request.method(), path);
        return errand.isPresent()
                ? desks.batchApis().answer(tenant.get(), provider, errand.get(), request)
                : desks.dropIn().answer(tenant.get(), provider, path, request);
    }

    private HttpResponse ours(HttpRequest request) throws IOException {
        var found = OwnRoute.find(request.method(), request.path());
        if (found instanceof OwnRoute.Found.At(OwnRoute.Open route, var id)) {
            return open(route);
        }
        var tenant = tenants.of(request);
        if (tenant.isEmpty()) {
            return Problem.of(ProblemType.UNAUTHORIZED, "no valid API key came with the request")
                    .response()
                    .with("WWW-Authenticate", "Bearer");
        }
        return own(tenant.get(), found, request);
    }

    private static HttpResponse open(OwnRoute.Open route) throws IOException {
        return switch (route) {
            case HEALTH -> HttpResponse.json(200, Body.of("{\"status\":\"ok\"}"));
            case OPENAPI -> Contracts.OPENAPI.response();
            case JOB_SCHEMA -> Contracts.JOB_SCHEMA.response();
        };
    }

    private HttpResponse own(TenantId tenant, OwnRoute.Found found, HttpRequest request) throws IOException {
        return switch (found) {
            case OwnRoute.Found.At(OwnRoute.Open route, var id) -> open(route);
            case OwnRoute.Found.At(OwnRoute.Keyed route, var id) -> keyed(tenant, route, id, request);
            case OwnRoute.Found.OtherMethod(var allowed) ->
                Problem.of(ProblemType.METHOD_NOT_ALLOWED, clip(request.path()) + " takes " + allowed)
                        .response()
                        .with("Allow", allowed);
            case OwnRoute.Found.Nothing nothing ->
                Problem.of(ProblemType.NO_SUCH_ROUTE, "there is nothing at " + clip(request.path()))
                        .response();
        };
    }

    private HttpResponse keyed(TenantId tenant, OwnRoute.Keyed route, String id, HttpRequest request)
            throws IOException {
        return switch (route) {
            case SUBMIT_JOBS -> desks.submit().answer(tenant, request);
            case FIND_JOB -> desks.read().search(tenant, request);
            case READ_JOB -> desks.read().answer(tenant, id);
            case CANCEL_JOB -> desks.cancel().answer(tenant, id);
            case READ_RESULT -> desks.read().result(tenant, id);
            case LIST_BATCHES -> desks.batches().answer(tenant, request);
            case READ_LEDGER -> desks.ledger().answer(tenant, request);
        };
    }

    private static String clip(String path) {
        return path.length() <= 100 ? path : path.substring(0, 100) + "…";
    }
}
