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
import dev.offpeak.gateway.http.ProblemType;
import dev.offpeak.wire.job.JobReader;
import dev.offpeak.wire.job.Reading;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
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

        /// As exact as a message carries it: intake judges by the same instant.
        public Instant now() {
            return clock.instant().truncatedTo(ChronoUnit.MILLIS);
        }

        /// Names that could be taken for an id of ours.
        static boolean isReserved(JobSpec spec) {
            return spec.reference()
                    .filter(name -> name.startsWith(JobId.PREFIX))
                    .isPresent();
        }
    }

    public SubmitOne(JobReader reader, Admission admission, Acceptance acceptance, InlineJob inline, Naming naming) {
        this.reader = reader;
        this.admission = admission;
        this.acceptance = acceptance;
        this.inline = inline;
        this.naming = naming;
    }

    /// What a door does about a job that goes on the queue.
    @FunctionalInterface
    public interface Reception {
        /// Called before each send, so perhaps more than once.
        default void prepare(Named job) throws IOException {}

        HttpResponse accepted(Named job, Verdict.Admitted admitted);
    }

    private record Asking(
            TenantId tenant, Optional<String> key, JobSpec spec, Body json, Admission.Door door, Reception reception) {}

    HttpResponse answer(TenantId tenant, HttpRequest request) throws IOException {
        return switch (submit(tenant, request.header("idempotency-key"), request.body(), Admission.Door.JOBS)) {
            case Submission.Taken(var response) -> response;
            case Submission.Refused(var problem) -> problem.response();
        };
    }

    /// @param json the job as it goes on the queue
    public Submission submit(TenantId tenant, Optional<String> key, Body json, Admission.Door door) throws IOException {
        return submit(tenant, key, json, door, SubmitOne::accepted);
    }

    /// @param reception of a job that goes on the queue
    public Submission submit(TenantId tenant, Optional<String> key, Body json, Admission.Door door, Reception reception)
            throws IOException {
        return switch (reader.read(json.array(), json.offset(), json.length())) {
            case Reading.NotJson(var why) -> new Submission.Refused(Problem.of(ProblemType.BAD_JSON, why));
            case Reading.Flawed flawed -> refused(flawed.field(), flawed.why());
            case Reading.Sound(var spec)
            when Naming.isReserved(spec) -> refused("id", "names starting with job_ are Offpeak's own");
            case Reading.Sound(var spec) -> identify(new Asking(tenant, key, spec, json, door, reception));
        };
    }

    /// The key comes before the verdict: a deadline is judged by the time of the first try, or a replay of what was
    /// accepted could be refused.
    private Submission identify(Asking asking) throws IOException {
        var now = naming.now();
        var tenant = asking.tenant();
        var proposed = naming.propose(tenant, asking.spec(), now).value();
        return switch (naming.replay().identify(tenant, asking.key(), proposed, asking.json(), now)) {
            case Replay.Identity.Conflict(var problem) -> new Submission.Refused(problem);
            case Replay.Identity.Known(var id, var acceptedAt, var isReplay) ->
                judge(new Named(tenant, new JobId(id), acceptedAt, isReplay), asking);
        };
    }

    private Submission judge(Named job, Asking asking) throws IOException {
        return switch (admission.judge(asking.spec(), asking.door(), job.acceptedAt())) {
            case Verdict.Refused(var field, var why) -> refused(field, why);
            case Verdict.Admitted admitted
            when admitted.route().execution() == Route.Execution.INLINE -> inline.run(job, asking.spec(), admitted);
            case Verdict.Admitted admitted -> enqueue(job, asking, admitted);
        };
    }

    private Submission enqueue(Named job, Asking asking, Verdict.Admitted admitted) throws IOException {
        asking.reception().prepare(job);
        return acceptance.job(job.id().value(), job.tenant(), job.acceptedAt(), asking.json())
                ? new Submission.Taken(asking.reception().accepted(job, admitted))
                : new Submission.Refused(Problem.of(
                        ProblemType.QUEUE_UNAVAILABLE, "the queue did not take the job; nothing was accepted"));
    }

    private static Submission refused(String field, String why) {
        return new Submission.Refused(Problem.ofField(ProblemType.BAD_JOB, field, why));
    }

    private static HttpResponse accepted(Named job, Verdict.Admitted admitted) {
        var id = job.id().value();
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
