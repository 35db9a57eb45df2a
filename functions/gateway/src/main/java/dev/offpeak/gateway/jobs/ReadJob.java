package dev.offpeak.gateway.jobs;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.provider.Body;
import dev.offpeak.gateway.http.Content;
import dev.offpeak.gateway.http.HttpRequest;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.http.Json;
import dev.offpeak.gateway.http.Problem;
import dev.offpeak.gateway.http.ProblemType;
import java.io.IOException;
import java.util.Map;

/// `GET /v1/jobs/{id}`, `GET /v1/jobs/{id}/result`, and finding a job by the name its producer knows.
public final class ReadJob {
    private static final String JSON = "application/json";
    private static final String EVENTS = "text/event-stream";
    private static final String BYTES = "application/octet-stream";

    /// A result up to this size is shown with the job; larger ones are a second request away.
    public static final int INLINE = 64 * 1024;

    /// What of an answer is held in memory; a larger result is handed on as it is read.
    public static final int LARGEST = 4 * 1024 * 1024;

    private final JobLookup lookup;

    public ReadJob(JobLookup lookup) {
        this.lookup = lookup;
    }

    public HttpResponse answer(TenantId tenant, String id) throws IOException {
        return switch (lookup.find(tenant, id)) {
            case JobLookup.Found.Row found -> show(found);
            case JobLookup.Found.OnItsWay(var job) ->
                HttpResponse.json(200, Json.object(json -> {
                            json.writeStringField("id", job.value());
                            json.writeStringField("state", "QUEUED");
                        }))
                        .with("Retry-After", "5");
            case JobLookup.Found.Nothing nothing -> noSuchJob(id);
        };
    }

    /// `GET /v1/jobs?reference=…` or `?message_id=…`, for jobs that were dropped on the queue.
    public HttpResponse search(TenantId tenant, HttpRequest request) throws IOException {
        var reference = request.query("reference");
        var message = request.query("message_id");
        if (reference.isPresent() == message.isPresent()) {
            return Problem.of(ProblemType.BAD_QUERY, "ask for either reference or message_id")
                    .response();
        }
        return lookup.byName(tenant, reference, message) instanceof JobLookup.Found.Row found
                ? show(found)
                : Problem.of(ProblemType.NO_SUCH_JOB, "no job of that name has been taken in")
                        .response();
    }

    public HttpResponse result(TenantId tenant, String id) throws IOException {
        return switch (lookup.find(tenant, id)) {
            case JobLookup.Found.Row(var row, var leader)
            when row.state() instanceof Settled settled -> result(id, settled);
            case JobLookup.Found.Row row -> notYet(id);
            case JobLookup.Found.OnItsWay onItsWay -> notYet(id);
            case JobLookup.Found.Nothing nothing -> noSuchJob(id);
        };
    }

    private HttpResponse show(JobLookup.Found.Row found) throws IOException {
        var view = lookup.view(found, INLINE);
        var response = HttpResponse.json(200, Json.object(view::writeFields));
        return found.row().state() instanceof Settled ? response : response.with("Retry-After", "30");
    }

    private HttpResponse result(String id, Settled settled) throws IOException {
        if (settled.answer().isEmpty()) {
            return Problem.of(
                            ProblemType.NO_RESULT,
                            "job " + id + " ended as " + settled.ending() + " and has no result"
                                    + settled.reason()
                                            .map(reason -> ": " + reason.message())
                                            .orElse(""))
                    .response();
        }
        var answer = settled.answer().get();
        if (answer instanceof Answer.Stored stored && stored.length() > LARGEST) {
            var type = settled.isDirect() ? typeOfLarge(lookup.start(stored)) : JSON;
            return theirs(answer.status(), type, new Content.Passing(lookup.stream(stored)));
        }
        var body = lookup.result(settled).orElseThrow();
        return theirs(answer.status(), type(body), new Content.Whole(body));
    }

    private static String type(Body body) {
        return body.isEventStream() ? EVENTS : Json.value(body).isPresent() ? JSON : BYTES;
    }

    /// Of a direct call, which may answer with anything; what a batch answers is always an object.
    private static String typeOfLarge(Body start) {
        return start.isEventStream() ? EVENTS : BYTES;
    }

    private static HttpResponse theirs(int status, String type, Content content) {
        return new HttpResponse(
                status,
                Map.of(
                        "Content-Type",
                        type,
                        // tells the provider's 409 from our own
                        "Offpeak-Provider-Status",
                        Integer.toString(status),
                        // SDKs ask again after a 429 or a 5xx; this one stays what it is
                        "x-should-retry",
                        "false"),
                content);
    }

    private static HttpResponse notYet(String id) {
        return Problem.of(ProblemType.NOT_ENDED, "job " + id + " has not ended yet")
                .response()
                .with("Retry-After", "30");
    }

    static HttpResponse noSuchJob(String id) {
        return Problem.of(
                        ProblemType.NO_SUCH_JOB,
                        "there is no job " + (id.length() > 64 ? id.substring(0, 64) + "…" : id))
                .response();
    }
}
