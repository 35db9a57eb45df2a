package dev.offpeak.workers.runner;

import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.ProviderFailure;
import dev.offpeak.core.provider.SyncApi.SyncOutcome;
import dev.offpeak.workers.lines.Attempts;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/// What a direct call came to.
sealed interface Weighing {
    Logger LOG = System.getLogger(Weighing.class.getName());

    /// How long to leave an account alone that cannot be used as it is: a key, a permission or a balance is put right
    /// by a person.
    Duration ACCOUNT_PAUSE = Duration.ofMinutes(5);

    record Success(SyncOutcome.Answered answer) implements Weighing {}

    record Failure(ProviderFailure failure, SyncOutcome.Answered answer) implements Weighing {}

    /// @param countsAsAttempt whether the provider had a go at the request: what was turned away at the door did not
    /// cost the job anything
    record Again(boolean countsAsAttempt, Optional<Duration> advised) implements Weighing {}

    /// It was sent, and the answer is lost.
    record Doubt(String why) implements Weighing {}

    static Weighing weigh(Provider provider, JobRow row, int attempt, SyncOutcome outcome) {
        return switch (outcome) {
            case SyncOutcome.Answered answered when answered.succeeded() -> new Success(answered);
            case SyncOutcome.Answered answered ->
                refused(
                        row,
                        attempt,
                        new Failure(
                                provider.dialect().readFailure(answered.status(), answered.headers(), answered.body()),
                                answered));
            case SyncOutcome.NotSent(var why) -> new Again(false, Optional.empty());
            case SyncOutcome.InDoubt(var why) -> new Doubt(why);
        };
    }

    private static Weighing refused(JobRow row, int attempt, Failure refusal) {
        var failure = refusal.failure();
        return switch (failure.status()) {
            case 401, 402, 403 -> {
                LOG.log(
                        Level.ERROR,
                        "job {0} waits for its account: {1} {2}",
                        row.id(),
                        failure.status(),
                        failure.code());
                yield new Again(false, Optional.of(ACCOUNT_PAUSE));
            }
            // without a time to come back it is a spent budget, which no short pause refills
            case 429 -> new Again(false, Optional.of(failure.retryAfter().orElse(ACCOUNT_PAUSE)));
            case 408, 409 -> passing(attempt, refusal);
            default -> failure.status() >= 500 ? passing(attempt, refusal) : refusal;
        };
    }

    private static Weighing passing(int attempt, Failure refusal) {
        return attempt < Attempts.MOST_DIRECT
                ? new Again(true, refusal.failure().retryAfter())
                : refusal;
    }
}
