package dev.offpeak.gateway.jobs;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Admission;
import dev.offpeak.core.job.Admission.Verdict;
import dev.offpeak.core.job.JobSpec;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.routing.Route;
import dev.offpeak.gateway.http.HttpRequest;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.http.Json;
import dev.offpeak.gateway.http.Problem;
import dev.offpeak.wire.job.JobReader;
import dev.offpeak.wire.job.Reading;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// One job: judged, then run on the spot or put on the queue.
public final class SubmitOne {
    private final JobReader reader;
    private final Admission admission;
    private final Acceptance acceptance;
    private final InlineJob inline;
    private final Naming naming;

    /// How a job gets its id.
    public record Naming(JobIds ids, Replay replay, InstantSource clock, RandomGenerator random) {
        JobId propose(TenantId tenant, JobSpec spec, Instant now) {
            return spec.reference()
                    .map(reference -> ids.ofReference(tenant, reference))
                    .orElseGet(() -> ids.fresh(tenant, now, random));
        }
    }

    public SubmitOne(JobReader reader, Admission admission, Acceptance acceptance, InlineJob inline, Naming naming) {
        this.reader = reader;
        this.admission = admission;
        this.acceptance = acceptance;
        this.inline = inline;
        this.naming = naming;
    }

    HttpResponse answer(TenantId tenant, HttpRequest request) throws IOException {
        var body = request.body();
        return switch (reader.read(body.array(), body.offset(), body.length())) {
            case Reading.NotJson(var why) -> Problem.of(400, "bad-json", why).response();
            case Reading.Flawed flawed ->
                Problem.ofField(422, "bad-job", flawed.field(), flawed.why()).response();
            case Reading.Sound(var spec) -> submit(tenant, request, spec, body, Admission.Door.JOBS);
        };
    }

    /// @param job the job's JSON, which is what goes on the queue
    public HttpResponse submit(TenantId tenant, HttpRequest request, JobSpec spec, Body job, Admission.Door door)
            throws IOException {
        var now = naming.clock().instant();
        return switch (admission.judge(spec, door, now)) {
            case Verdict.Refused(var field, var why) ->
                Problem.ofField(422, "bad-job", field, why).response();
            case Verdict.Admitted admitted
            when admitted.route().execution() == Route.Execution.INLINE ->
                inline.run(tenant, naming.propose(tenant, spec, now), spec, admitted);
            case Verdict.Admitted admitted -> enqueue(tenant, request, spec, job, admitted, now);
        };
    }

    private HttpResponse enqueue(
            TenantId tenant, HttpRequest request, JobSpec spec, Body job, Verdict.Admitted admitted, Instant now)
            throws IOException {
        var proposed = naming.propose(tenant, spec, now).value();
        return switch (naming.replay().identify(tenant, request, proposed, now)) {
            case Replay.Identity.Conflict(var response) -> response;
            case Replay.Identity.Known(var id, var acceptedAt) ->
                acceptance.job(id, tenant, acceptedAt, job)
                        ? accepted(id, admitted)
                        : Problem.of(503, "queue-unavailable", "the queue did not take the job; nothing was accepted")
                                .response()
                                .with("Retry-After", "1");
        };
    }

    private static HttpResponse accepted(String id, Verdict.Admitted admitted) {
        var route = admitted.route();
        return HttpResponse.json(202, Json.object(json -> {
                    json.writeStringField("id", id);
                    json.writeStringField("state", "QUEUED");
                    json.writeStringField("lane", route.lane().name());
                    json.writeStringField("why", route.why());
                    json.writeStringField("deadline", admitted.deadline().toString());
                }))
                .with("Location", "/v1/jobs/" + id)
                .with("Retry-After", Long.toString(RetryAdvice.seconds(route.lane())));
    }
}
