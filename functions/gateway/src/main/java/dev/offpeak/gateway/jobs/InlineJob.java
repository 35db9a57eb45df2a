package dev.offpeak.gateway.jobs;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Admission.Verdict;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobSpec;
import dev.offpeak.core.job.JobState.Reason;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.provider.SyncApi.SyncOutcome;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.core.store.Write;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.http.Json;
import dev.offpeak.gateway.http.Problem;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// A job of `/v1/jobs` that somebody waits for: run on the spot, answered as an ended job.
public final class InlineJob {
    /// An answer up to this size lies in the job's row; DynamoDB bills rows by the kilobyte.
    public static final int IN_ROW = 4 * 1024;

    private final Providers providers;
    private final InlineCall call;
    private final JobStore jobs;
    private final ObjectStore objects;
    private final InstantSource clock;

    public InlineJob(Providers providers, InlineCall call, JobStore jobs, ObjectStore objects, InstantSource clock) {
        this.providers = providers;
        this.call = call;
        this.jobs = jobs;
        this.objects = objects;
        this.clock = clock;
    }

    HttpResponse run(TenantId tenant, JobId id, JobSpec spec, Verdict.Admitted admitted) throws IOException {
        var acceptedAt = clock.instant();
        var known = jobs.find(id);
        if (known.isPresent()) {
            return Problem.of(409, "id-taken", "job " + id + " exists already; read it with GET")
                    .response();
        }
        var provider = providers.get(spec.provider());
        var result = call.make(tenant, provider, spec.request(), admitted.model());
        var row = new JobRow(
                id,
                tenant,
                acceptedAt,
                Optional.of(new JobRow.Particulars(
                        spec.provider(),
                        spec.request().endpoint(),
                        admitted.model(),
                        admitted.route().lane(),
                        admitted.route().why(),
                        admitted.deadline(),
                        spec.label(),
                        spec.group())),
                settled(id, provider, result, clock.instant()));
        var write = jobs.insert(List.of(row)).getFirst();
        var body = result.outcome() instanceof SyncOutcome.Answered answered && answered.succeeded()
                ? Optional.of(answered.body())
                : Optional.<Body>empty();
        var ending = ((Settled) row.state()).ending();
        var response = HttpResponse.json(
                200, Json.object(new JobView(row, ending.name(), Optional.empty(), body)::writeFields));
        // the answer is worth more than its record: it is given even when the row could not be kept
        return write instanceof Write.Done<JobRow> ? response : response.with("Offpeak-Recorded", "false");
    }

    private Settled settled(JobId id, Provider provider, InlineCall.Result result, Instant now) throws IOException {
        return switch (result.outcome()) {
            case SyncOutcome.Answered answered
            when answered.succeeded() ->
                new Settled(
                        Ending.SUCCEEDED,
                        1,
                        "inline",
                        now,
                        Optional.of(keep(id, answered)),
                        result.usage(),
                        result.cost(),
                        Optional.empty());
            case SyncOutcome.Answered answered -> {
                var failure = provider.dialect().readFailure(answered.status(), answered.headers(), answered.body());
                yield failed(now, failure.code(), failure.message());
            }
            case SyncOutcome.NotSent(var why) -> failed(now, "provider_unreachable", why);
            case SyncOutcome.InDoubt(var why) -> failed(now, "answer_lost", why + "; the call may have been charged");
        };
    }

    private Answer keep(JobId id, SyncOutcome.Answered answered) throws IOException {
        if (answered.body().length() <= IN_ROW) {
            return new Answer.Inline(answered.status(), answered.body());
        }
        var key = "answers/" + id + "-1";
        objects.putIfAbsent(key, answered.body().toBytes());
        return new Answer.Stored(answered.status(), key, 0, answered.body().length());
    }

    private static Settled failed(Instant now, String code, String message) {
        return new Settled(
                Ending.FAILED,
                1,
                "inline",
                now,
                Optional.empty(),
                dev.offpeak.core.pricing.Usage.NONE,
                dev.offpeak.core.pricing.Cost.NONE,
                Optional.of(new Reason(code, message)));
    }
}
