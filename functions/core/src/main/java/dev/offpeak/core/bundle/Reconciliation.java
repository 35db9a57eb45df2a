package dev.offpeak.core.bundle;

import dev.offpeak.core.bundle.BundleState.Creation;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.provider.BatchApi.Mark;
import dev.offpeak.core.provider.BatchApi.Sighting;
import dev.offpeak.core.provider.BatchView;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Decides what a create call in doubt came to, from what the provider lists. Pure.
///
/// Where batches carry a mark of ours the mark decides; where they carry none, the only candidate is a batch that
/// nobody adopted, created since the call, with as many lines. That is why such accounts make one create call at a
/// time.
public final class Reconciliation {
    /// How long a provider's list may lag behind its creates.
    static final Duration GRACE = Duration.ofMinutes(10);

    /// Without a mark there is no fence either, so absence has to last longer to count.
    static final Duration GRACE_UNMARKED = Duration.ofMinutes(30);

    /// Between the fence and the last look.
    static final Duration SETTLE = Duration.ofMinutes(5);

    /// How far the provider's clock may be from ours.
    static final Duration SKEW = Duration.ofMinutes(2);

    private Reconciliation() {}

    public sealed interface Verdict {
        record Found(BatchView batch) implements Verdict {}

        /// Too early to tell.
        record Wait(Instant until) implements Verdict {}

        /// Make the provider forget the upload, then look once more.
        record Fence() implements Verdict {}

        record NeverHappened() implements Verdict {}
    }

    /// What is known of the call in doubt.
    ///
    /// @param lines how many it sent
    /// @param fencedAt when the upload was forgotten
    public record Doubt(BundleId bundle, Creation creation, int lines, Optional<Instant> fencedAt) {}

    /// From when on the list is of interest.
    public static Instant since(Creation creation) {
        return creation.intentAt().minus(SKEW);
    }

    /// @param adopted whether a batch belongs to another bundle already
    public static Verdict decide(Doubt doubt, List<Sighting> sightings, Predicate<BatchId> adopted, Instant now) {
        return doubt.creation().upload().isEmpty()
                ? unmarked(doubt, sightings, adopted, now)
                : marked(doubt, sightings, now);
    }

    private static Verdict marked(Doubt doubt, List<Sighting> sightings, Instant now) {
        var found = first(sightings.stream()
                .filter(sighting ->
                        sighting.mark().filter(mark -> isOurs(mark, doubt)).isPresent())
                .toList());
        if (found.isPresent()) {
            return new Verdict.Found(found.get());
        }
        if (doubt.fencedAt().isEmpty()) {
            return after(doubt.creation().intentAt().plus(GRACE), now, new Verdict.Fence());
        }
        return after(doubt.fencedAt().get().plus(SETTLE), now, new Verdict.NeverHappened());
    }

    /// The bundle counts as well as the upload: a batch of an earlier create call of the same bundle, given up as never
    /// made and landed after all, holds the same lines.
    private static boolean isOurs(Mark mark, Doubt doubt) {
        return mark.upload().equals(doubt.creation().upload()) || mark.bundle().equals(Optional.of(doubt.bundle()));
    }

    private static Verdict unmarked(Doubt doubt, List<Sighting> sightings, Predicate<BatchId> adopted, Instant now) {
        var found = first(sightings.stream()
                .filter(sighting -> isCandidate(sighting.batch(), doubt)
                        && !adopted.test(sighting.batch().id()))
                .toList());
        return found.<Verdict>map(Verdict.Found::new)
                .orElseGet(() ->
                        after(doubt.creation().intentAt().plus(GRACE_UNMARKED), now, new Verdict.NeverHappened()));
    }

    private static boolean isCandidate(BatchView batch, Doubt doubt) {
        return batch.counts().total() == doubt.lines()
                && !batch.createdAt().isBefore(since(doubt.creation()))
                // a call whose answer was lost may be carried out late, and nothing else is created meanwhile
                && !batch.createdAt().isAfter(doubt.creation().intentAt().plus(GRACE_UNMARKED));
    }

    /// The oldest: nothing younger can be the call's own.
    private static Optional<BatchView> first(List<Sighting> candidates) {
        return candidates.stream().map(Sighting::batch).min(Comparator.comparing(BatchView::createdAt));
    }

    private static Verdict after(Instant moment, Instant now, Verdict then) {
        return now.isBefore(moment) ? new Verdict.Wait(moment) : then;
    }
}
