package dev.offpeak.gateway;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.provider.Body;
import dev.offpeak.gateway.background.BackgroundCalls;
import dev.offpeak.gateway.batchapi.BatchApis;
import dev.offpeak.gateway.dropin.DropIn;
import dev.offpeak.gateway.http.HttpRequest;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.http.Problem;
import dev.offpeak.gateway.jobs.CancelJob;
import dev.offpeak.gateway.jobs.ReadJob;
import dev.offpeak.gateway.jobs.SubmitJobs;
import dev.offpeak.gateway.listing.Batches;
import dev.offpeak.gateway.listing.LedgerPage;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds who calls and what answers.
public final class FrontDesk {
    private static final Pattern JOB = Pattern.compile("/v1/jobs/([^/]+)");
    private static final Pattern RESULT = Pattern.compile("/v1/jobs/([^/]+)/result");
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
                    .orElseGet(() -> Problem.of(503, "unavailable", why).response());
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
        var path = request.path();
        if (path.equals("/v1/health")) {
            return request.method().equals("GET")
                    ? HttpResponse.json(200, Body.of("{\"status\":\"ok\"}"))
                    : notAllowed(request, Set.of("GET"));
        }
        var tenant = tenants.of(request);
        if (tenant.isEmpty()) {
            return provider.map(desks.dropIn()::unauthorized)
                    .orElseGet(() -> Problem.of(401, "unauthorized", "no valid API key came with the request")
                            .response())
                    .with("WWW-Authenticate", "Bearer");
        }
        return provider.isPresent() ? theirs(tenant.get(), provider.get(), request) : own(tenant.get(), request);
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

    private HttpResponse own(TenantId tenant, HttpRequest request) throws IOException {
        var path = request.path();
        Matcher id;
        if (path.equals("/v1/jobs")) {
            return switch (request.method()) {
                case "POST" -> desks.submit().answer(tenant, request);
                case "GET" -> desks.read().search(tenant, request);
                default -> notAllowed(request, Set.of("GET", "POST"));
            };
        }
        if ((id = RESULT.matcher(path)).matches()) {
            return request.method().equals("GET")
                    ? desks.read().result(tenant, id.group(1))
                    : notAllowed(request, Set.of("GET"));
        }
        if ((id = JOB.matcher(path)).matches()) {
            return switch (request.method()) {
                case "GET" -> desks.read().answer(tenant, id.group(1));
                case "DELETE" -> desks.cancel().answer(tenant, id.group(1));
                default -> notAllowed(request, Set.of("DELETE", "GET"));
            };
        }
        return switch (path) {
            case "/v1/batches" ->
                request.method().equals("GET")
                        ? desks.batches().answer(tenant, request)
                        : notAllowed(request, Set.of("GET"));
            case "/v1/ledger" ->
                request.method().equals("GET")
                        ? desks.ledger().answer(tenant, request)
                        : notAllowed(request, Set.of("GET"));
            default ->
                Problem.of(404, "no-such-route", "there is nothing at " + clip(path))
                        .response();
        };
    }

    private static HttpResponse notAllowed(HttpRequest request, Set<String> allowed) {
        var list = String.join(", ", new TreeSet<>(allowed));
        return Problem.of(405, "method-not-allowed", clip(request.path()) + " takes " + list)
                .response()
                .with("Allow", list);
    }

    private static String clip(String path) {
        return path.length() <= 100 ? path : path.substring(0, 100) + "…";
    }
}
