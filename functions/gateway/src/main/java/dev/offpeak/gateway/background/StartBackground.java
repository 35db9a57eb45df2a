package dev.offpeak.gateway.background;

import dev.offpeak.core.job.Admission;
import dev.offpeak.core.job.Admission.Verdict;
import dev.offpeak.core.provider.Background.Asking;
import dev.offpeak.core.provider.Background.Stage;
import dev.offpeak.core.provider.Background.Standing;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Inspection;
import dev.offpeak.core.provider.Request;
import dev.offpeak.gateway.dropin.Asked;
import dev.offpeak.gateway.dropin.DropIn;
import dev.offpeak.gateway.dropin.Enveloped;
import dev.offpeak.gateway.http.HttpRequest;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.jobs.Named;
import dev.offpeak.gateway.jobs.RetryAdvice;
import dev.offpeak.gateway.jobs.SubmitOne;
import dev.offpeak.wire.job.JobWriter;
import java.io.IOException;
import java.util.Optional;

/// Makes a job of a request that asks for background work.
public final class StartBackground {
    private final SubmitOne submit;
    private final Memos memos;
    private final FollowBackground follow;
    private final JobWriter writer = new JobWriter();

    public StartBackground(SubmitOne submit, Memos memos, FollowBackground follow) {
        this.submit = submit;
        this.memos = memos;
        this.follow = follow;
    }

    /// Empty where the request does not ask for it, or streams what somebody waits for.
    Optional<HttpResponse> answer(Desk desk, HttpRequest request) throws IOException {
        var asked = Asked.ofBackground(request);
        return switch (desk.form().asking(request.body())) {
            case Asking.No no -> Optional.empty();
            case Asking.Refused refused when asked instanceof Asked.Waits -> Optional.empty();
            case Asking.Refused(var field, var why) -> Optional.of(desk.refused(field + ": " + why));
            case Asking.Yes yes ->
                switch (asked) {
                    case Asked.Waits waits when yes.streams() -> Optional.empty();
                    // the provider would do it, but nobody could ask for its answer: its own ids are not served
                    case Asked.Waits waits ->
                        Optional.of(desk.refused(
                                "background: true is for work that nobody waits for, and Offpeak-Waiting: true says that"
                                        + " somebody does"));
                    case Asked.Unclear(var why) -> Optional.of(desk.refused(why));
                    case Asked.Background background -> Optional.of(accept(desk, yes, background, request));
                };
        };
    }

    private HttpResponse accept(Desk desk, Asking.Yes yes, Asked.Background asked, HttpRequest request)
            throws IOException {
        var provider = desk.provider();
        var flaw = DropIn.whyNoJob(provider, request);
        if (flaw.isPresent()) {
            return desk.refused(flaw.get());
        }
        var headers = request.carried(provider.dialect().carriedHeaders());
        var call = new Request(desk.form().endpoint(), headers, yes.body());
        if (provider.dialect().inspect(call) instanceof Inspection.Invalid(var field, var why)) {
            return desk.refused(field + ": " + why);
        }
        var job = writer.write(asked.job(provider, call));
        var key = request.header("idempotency-key");
        var receipt = new Receipt(desk, yes.streams(), desk.form().memo(yes.body()));
        return Enveloped.submission(
                provider, request, submit.submit(desk.tenant(), key, job, Admission.Door.DROP_IN, receipt));
    }

    /// What the caller gets for a job on the queue, and what is kept to tell the same later.
    private final class Receipt implements SubmitOne.Reception {
        private final Desk desk;
        private final boolean streams;
        private final Body memo;

        Receipt(Desk desk, boolean streams, Body memo) {
            this.desk = desk;
            this.streams = streams;
            this.memo = memo;
        }

        @Override
        public void prepare(Named job) throws IOException {
            memos.keep(job.tenant(), job.id(), memo);
        }

        @Override
        public HttpResponse accepted(Named job, Verdict.Admitted admitted) {
            var lane = admitted.route().lane();
            var standing = new Standing(
                    job.id(),
                    job.acceptedAt(),
                    Optional.of(admitted.model()),
                    Stage.QUEUED,
                    Optional.empty(),
                    Optional.of(memo));
            var response = streams
                    ? follow.stream(desk, standing, Optional.empty())
                    : HttpResponse.json(200, desk.form().show(standing))
                            .with("Retry-After", Long.toString(RetryAdvice.seconds(lane)));
            return response.with("offpeak-lane", lane.name());
        }
    }
}
