package dev.offpeak.gateway.jobs;

import dev.offpeak.core.id.JobId;
import dev.offpeak.core.job.Admission.Verdict;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobSpec;
import dev.offpeak.core.job.JobState.Reason;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.provider.SyncApi.SyncOutcome;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.http.Json;
import dev.offpeak.gateway.http.Problem;
import dev.offpeak.gateway.http.ProblemType;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// A job of `/v1/jobs` that somebody waits for: run on the spot, answered as an ended job.
public final class InlineJob {
    private static final Logger LOG = System.getLogger(InlineJob.class.getName());

    private static final String BY = "inline";

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

    /// One that the caller has sent before is not run again: the answer is what came of it.
    Submission run(Named job, JobSpec spec, Verdict.Admitted admitted) throws IOException {
        var known = jobs.find(job.id());
        if (known.isPresent()) {
            return job.isReplay() && known.get().state() instanceof Settled settled
                    ? new Submission.Taken(answer(known.get(), settled))
                    : new Submission.Refused(
                            Problem.of(ProblemType.ID_TAKEN, "job " + job.id() + " exists already; read it with GET"));
        }
        var provider = providers.get(spec.provider());
        var result = call.make(job.tenant(), provider, spec.request(), admitted.model());
        var settled = settled(provider, result, clock.instant());
        var row =
                new JobRow(job.id(), job.tenant(), job.acceptedAt(), Optional.of(particulars(spec, admitted)), settled);
        var response = answer(row, settled);
        return new Submission.Taken(recorded(row, settled) ? response : response.with("Offpeak-Recorded", "false"));
    }

    private static JobRow.Particulars particulars(JobSpec spec, Verdict.Admitted admitted) {
        return new JobRow.Particulars(
                spec.provider(),
                spec.request().endpoint(),
                admitted.model(),
                admitted.route().lane(),
                admitted.route().why(),
                admitted.deadline(),
                spec.label(),
                spec.group(),
                spec.terms());
    }

    private static HttpResponse answer(JobRow row, Settled settled) {
        var body = settled.answer()
                .filter(answer -> answer instanceof Answer.Inline)
                .map(answer -> ((Answer.Inline) answer).body())
                .filter(shown -> shown.length() <= ReadJob.LARGEST);
        return HttpResponse.json(
                200, Json.object(new JobView(row, settled.ending().name(), Optional.empty(), body)::writeFields));
    }

    /// The answer is worth more than its record: it is given even when that could not be kept.
    private boolean recorded(JobRow row, Settled settled) {
        try {
            var write =
                    jobs.insert(List.of(row.with(stored(row.id(), settled)))).getFirst();
            return write.isDone();
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "job {0} was answered and not recorded: {1}: {2}",
                    row.id(),
                    e.getClass().getSimpleName(),
                    e.getMessage());
            return false;
        }
    }

    private Settled stored(JobId id, Settled settled) throws IOException {
        if (!(settled.answer().orElse(null) instanceof Answer.Inline(var status, var body))
                || body.length() <= Answer.LARGEST_IN_ROW) {
            return settled;
        }
        var key = "answers/" + id + "-1";
        objects.putIfAbsent(key, body.toBytes());
        return settled.with(new Answer.Stored(status, key, 0, body.length()));
    }

    private static Settled settled(Provider provider, InlineCall.Result result, Instant now) {
        return switch (result.outcome()) {
            case SyncOutcome.Answered answered
            when answered.succeeded() ->
                new Settled(
                        Ending.SUCCEEDED,
                        1,
                        BY,
                        now,
                        Optional.of(new Answer.Inline(answered.status(), answered.body())),
                        result.usage(),
                        result.cost(),
                        Optional.empty());
            case SyncOutcome.Answered answered -> {
                var failure = provider.dialect().readFailure(answered.status(), answered.headers(), answered.body());
                if (KeyRefusal.isOne(failure)) {
                    KeyRefusal.report(provider);
                    yield failed(now, KeyRefusal.REASON);
                }
                yield failed(now, new Reason(failure.code(), failure.message()))
                        .with(new Answer.Inline(answered.status(), answered.body()));
            }
            case SyncOutcome.NotSent(var why) -> failed(now, new Reason("provider_unreachable", why));
            case SyncOutcome.InDoubt(var why) ->
                failed(now, new Reason("answer_lost", why + "; the call may have been charged"));
        };
    }

    private static Settled failed(Instant now, Reason reason) {
        return Settled.unanswered(Ending.FAILED, 1, BY, now, reason);
    }
}
