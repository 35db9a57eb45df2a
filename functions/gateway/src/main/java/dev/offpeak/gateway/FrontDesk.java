package dev.offpeak.gateway;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.Body;
import dev.offpeak.gateway.background.BackgroundCalls;
import dev.offpeak.gateway.batchapi.BatchApis;
import dev.offpeak.gateway.dropin.DropIn;
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
import java.util.regex.Pattern;

/// Finds who calls and what answers.
public final class FrontDesk {
    private static final Pattern DROP_IN = Pattern.compile("/([a-z0-9-]+)(/v1/.+)");

    private static final Logger LOG = System.getLogger(FrontDesk.class.getName());

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

    public FrontDesk(Tenants tenants, Desks desks) {
        this.tenants = tenants;
        this.desks = desks;
    }

    /// Always answers: what breaks behind it is a 503 that says no more than that.
    public HttpResponse answer(HttpRequest request) {
        boolean head = request.method().equals("HEAD");
        var answer = guarded(head ? request.withMethod("GET") : request);
        return head ? answer.bare() : answer;
    }

    private HttpResponse guarded(HttpRequest request) {
        var provider = provider(request);
        try {
            return routed(request, provider);
        } catch (IOException | RuntimeException e) {
            // whatever it is, the caller is told the same, and a stack trace could quote what they sent
            LOG.log(Level.ERROR, "{0}: {1}", e.getClass().getName(), e.getMessage());
            var why = "a part of Offpeak is not available just now";
            return provider.map(name -> desks.dropIn().unavailable(name, why))
                    .orElseGet(() -> Problem.of(ProblemType.UNAVAILABLE, why).response());
        }
    }

    /// The provider whose own API the path belongs to.
    private Optional<String> provider(HttpRequest request) {
        var dropIn = DROP_IN.matcher(request.path());
        return dropIn.matches() && desks.dropIn().serves(dropIn.group(1))
                ? Optional.of(dropIn.group(1))
                : Optional.empty();
    }

    private HttpResponse routed(HttpRequest request, Optional<String> provider) throws IOException {
        var found = OwnRoute.find(request.method(), request.path());
        if (found instanceof OwnRoute.Found.At(OwnRoute.Open route, var id)) {
            return open(route);
        }
        var tenant = tenants.of(request);
        if (tenant.isEmpty()) {
            return provider.map(desks.dropIn()::unauthorized)
                    .orElseGet(() -> Problem.of(ProblemType.UNAUTHORIZED, "no valid API key came with the request")
                            .response())
                    .with("WWW-Authenticate", "Bearer");
        }
        return provider.isPresent() ? theirs(tenant.get(), provider.get(), request) : own(tenant.get(), found, request);
    }

    private HttpResponse theirs(TenantId tenant, String provider, HttpRequest request) throws IOException {
        var path = request.path().substring(provider.length() + 1);
        var background = desks.background().answer(tenant, provider, path, request);
        if (background.isPresent()) {
            return background.get();
        }
        var errand = desks.batchApis().errand(provider, request.method(), path);
        return errand.isPresent()
                ? desks.batchApis().answer(tenant, provider, errand.get(), request)
                : desks.dropIn().answer(tenant, provider, path, request);
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
