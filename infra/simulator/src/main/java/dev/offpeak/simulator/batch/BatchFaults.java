package dev.offpeak.simulator.batch;

import dev.offpeak.simulator.faults.Effect;
import java.time.Duration;
import java.util.List;

/// What is wrong with one batch, decided when it is created.
///
/// @param hiddenFor the batch exists for nobody until this much virtual time has passed
/// @param unreadableFor the batch is listed but GET answers 404 for this long
public record BatchFaults(
        double expire,
        double error,
        int errorStatus,
        double missing,
        double duplicate,
        boolean stuck,
        boolean lyingCounters,
        Duration hiddenFor,
        Duration unreadableFor) {

    private static final BatchFaults NONE =
            new BatchFaults(0, 0, 500, 0, 0, false, false, Duration.ZERO, Duration.ZERO);

    public static BatchFaults of(List<Effect> effects) {
        BatchFaults faults = NONE;
        for (Effect effect : effects) {
            faults = faults.with(effect);
        }
        return faults;
    }

    private BatchFaults with(Effect effect) {
        double expires = effect instanceof Effect.ExpireRows e ? e.fraction() : expire;
        double missings = effect instanceof Effect.MissingRows e ? e.fraction() : missing;
        double duplicates = effect instanceof Effect.DuplicateRows e ? e.fraction() : duplicate;
        Duration hidden = effect instanceof Effect.LandLate e ? e.after() : hiddenFor;
        Duration unreadable = effect instanceof Effect.NotFoundFor e ? e.time() : unreadableFor;
        boolean isStuck = stuck || effect instanceof Effect.Stuck;
        boolean lies = lyingCounters || effect instanceof Effect.LyingCounters;
        Effect.ErrorRows errors = effect instanceof Effect.ErrorRows e ? e : new Effect.ErrorRows(error, errorStatus);
        return new BatchFaults(
                expires, errors.fraction(), errors.status(), missings, duplicates, isStuck, lies, hidden, unreadable);
    }
}
