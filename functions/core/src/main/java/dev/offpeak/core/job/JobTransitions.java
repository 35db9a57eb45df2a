package dev.offpeak.core.job;

import dev.offpeak.core.job.JobEvent.End;
import dev.offpeak.core.job.JobEvent.Enter;
import dev.offpeak.core.job.JobEvent.Fail;
import dev.offpeak.core.job.JobEvent.Forget;
import dev.offpeak.core.job.JobEvent.Free;
import dev.offpeak.core.job.JobEvent.Intend;
import dev.offpeak.core.job.JobEvent.Restage;
import dev.offpeak.core.job.JobEvent.Retry;
import dev.offpeak.core.job.JobEvent.Succeed;
import dev.offpeak.core.job.JobState.Express;
import dev.offpeak.core.job.JobState.Following;
import dev.offpeak.core.job.JobState.Settled;
import dev.offpeak.core.job.JobState.Staged;
import dev.offpeak.core.state.Step;
import java.util.Optional;

/// The one place where a job's state changes. Stores turn each event into the conditional write that holds the same
/// guard; their contract suite compares the two.
public final class JobTransitions {
    private JobTransitions() {}

    public static Step<JobState> on(JobState state, JobEvent event) {
        return switch (state) {
            case Settled settled -> onSettled(settled, event);
            case Staged staged -> onStaged(staged, event);
            case Express express -> onExpress(express, event);
            // it has no line and no message of its own, so an event that reaches it is meant for no call it waits for
            case Following(var leader) -> Step.stays("shares the call of " + leader);
        };
    }

    public static int attempt(JobState state) {
        return switch (state) {
            case Staged staged -> staged.attempt();
            case Express express -> express.attempt();
            case Following following -> 1;
            case Settled settled -> settled.attempt();
        };
    }

    private static Step<JobState> onStaged(Staged state, JobEvent event) {
        return switch (event) {
            case Succeed(var settled) -> Step.to(settled);
            case End(var settled) -> Step.to(settled);
            case Fail(var settled) -> ofAttempt(state.attempt(), settled.attempt(), settled);
            case Retry(var attempt, var next) -> ofAttempt(state.attempt(), attempt, next);
            case Intend intend -> Step.stays("not on the express lane");
            case Free free -> Step.stays("not on the express lane");
            case Enter enter -> Step.stays("no call is under way");
            case Forget forget -> Step.stays("has not ended");
            case Restage(var from, var to) ->
                from.equals(state.segment()) ? Step.to(to) : Step.stays("moved to " + state.segment() + " already");
        };
    }

    private static Step<JobState> onExpress(Express state, JobEvent event) {
        return switch (event) {
            case Succeed(var settled) -> Step.to(during(state, settled));
            case End(var settled) -> Step.to(during(state, settled));
            case Fail(var settled) -> ofAttempt(state.attempt(), settled.attempt(), during(state, settled));
            case Free(var intent, var next) ->
                state.intent().equals(Optional.of(intent)) ? Step.to(next) : Step.stays("another call is being made");
            case Enter enter -> Step.stays("has not ended");
            case Forget forget -> Step.stays("has not ended");
            case Retry(var attempt, var next) -> ofAttempt(state.attempt(), attempt, next);
            case Intend(var attempt, var intent)
            when state.intent().isPresent() -> Step.stays("attempt " + state.attempt() + " is being made already");
            case Intend(var attempt, var intent) ->
                ofAttempt(state.attempt(), attempt, new Express(attempt, Optional.of(intent)));
            case Restage restage -> Step.stays("on the express lane");
        };
    }

    private static Settled during(Express state, Settled settled) {
        return settled.isDirect() ? settled : settled.with(state.intent());
    }

    private static Step<JobState> onSettled(Settled state, JobEvent event) {
        return switch (event) {
            case Enter(var call)
            when state.underWay().equals(Optional.of(call)) -> Step.to(state.with(Optional.empty()));
            case Forget(var why) -> Step.to(state.without(why));
            default -> Step.stays(lateFor(state, event));
        };
    }

    private static Step<JobState> ofAttempt(int current, int meant, JobState next) {
        return current == meant
                ? Step.to(next)
                : Step.stays("attempt " + meant + " is not the current one, " + current);
    }

    private static String lateFor(Settled settled, JobEvent event) {
        if (event instanceof Succeed(var again) && again.by().equals(settled.by())) {
            // the write that settled it, made a second time: paid once
            return "settled by " + settled.by() + " already";
        }
        if (event instanceof Succeed) {
            // the provider was paid for an answer nobody will see; the caller of this transition meters it
            return settled.ending() == Ending.CANCELED ? "canceled_spend" : "duplicate_spend";
        }
        return "ended as " + settled.ending() + " already";
    }
}
