package dev.offpeak.wire.http;

import dev.offpeak.core.provider.BatchApi.CreateOutcome;
import dev.offpeak.core.provider.BatchApi.LookupOutcome;
import dev.offpeak.core.provider.BatchView;
import dev.offpeak.core.provider.ProviderFailure;
import java.util.Optional;
import java.util.function.Function;

/// Judges what a batch API answered; in one place, because being wrong about "definitely not created" pays twice.
public final class BatchReplies {
    private final Function<byte[], Optional<BatchView>> view;
    private final Function<Outcome.Answered, ProviderFailure> failure;

    /// @param view reads a batch; empty for anything else
    /// @param failure reads a refusal
    public BatchReplies(
            Function<byte[], Optional<BatchView>> view, Function<Outcome.Answered, ProviderFailure> failure) {
        this.view = view;
        this.failure = failure;
    }

    public CreateOutcome created(Outcome outcome) {
        return switch (outcome) {
            case Outcome.NotSent(var why) -> new CreateOutcome.NotNow(notSent(why));
            case Outcome.InDoubt(var why) -> new CreateOutcome.InDoubt(why);
            case Outcome.Answered answered
            when answered.succeeded() ->
                view.apply(answered.body())
                        .<CreateOutcome>map(CreateOutcome.Created::new)
                        .orElseGet(() -> new CreateOutcome.InDoubt(
                                "status " + answered.status() + " with something that is no batch"));
            case Outcome.Answered answered
            when isRefusal(answered.status()) -> {
                var refusal = failure.apply(answered);
                yield passes(refusal.status()) ? new CreateOutcome.NotNow(refusal) : new CreateOutcome.Refused(refusal);
            }
            case Outcome.Answered answered -> new CreateOutcome.InDoubt("status " + answered.status());
        };
    }

    public LookupOutcome lookedUp(Outcome outcome) {
        return switch (outcome) {
            case Outcome.NotSent(var why) -> new LookupOutcome.Unavailable(notSent(why));
            case Outcome.InDoubt(var why) -> new LookupOutcome.Unavailable(new ProviderFailure(0, "no_answer", why));
            case Outcome.Answered answered
            when answered.succeeded() ->
                view.apply(answered.body())
                        .<LookupOutcome>map(LookupOutcome.Found::new)
                        .orElseGet(() -> new LookupOutcome.Unavailable(new ProviderFailure(
                                answered.status(), "unreadable", "the answer is no batch of a known shape")));
            case Outcome.Answered answered
            when answered.status() == 404 -> new LookupOutcome.NotFound(failure.apply(answered));
            case Outcome.Answered answered -> new LookupOutcome.Unavailable(failure.apply(answered));
        };
    }

    /// A 4xx says nothing was done, except where it may speak of an earlier or still running call.
    public static boolean isRefusal(int status) {
        return status >= 400 && status < 500 && status != 408 && status != 409;
    }

    /// Refusals that are about the account (key, balance, permission, rate) and not about the bytes: they end when
    /// the account is put right, so the work they hit must not be ended.
    public static boolean passes(int status) {
        return status == 401 || status == 402 || status == 403 || status == 429;
    }

    /// Whether a request that was answered like this may fare better another time. Unknown answers may.
    public static boolean retryable(int status) {
        return !isRefusal(status) || status == 402 || status == 429;
    }

    public static ProviderFailure notSent(String why) {
        return new ProviderFailure(0, "not_sent", why);
    }
}
