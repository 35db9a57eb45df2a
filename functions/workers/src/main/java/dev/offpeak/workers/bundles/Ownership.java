package dev.offpeak.workers.bundles;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.bundle.Bundle;
import dev.offpeak.core.bundle.BundleEvent;
import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.bundle.BundleStore;
import dev.offpeak.core.deadline.Urgency.Jobs;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/// Which of a bundle's batches is its own. There may be others: a create call taken for one that never happened can
/// land after all.
public final class Ownership {
    private final BundleStore store;
    private final Bundles bundles;
    private final InstantSource clock;

    public Ownership(BundleStore store, InstantSource clock) {
        this.store = store;
        this.bundles = new Bundles(store);
        this.clock = clock;
    }

    /// Whether the batch decides about the bundle's lines. One whose bundle is still in doubt answers that doubt: its
    /// bundler died between the batch's row and the bundle's.
    ///
    /// @throws IOException when somebody else is moving the bundle just now
    public boolean claim(Batch batch) throws IOException {
        var found = store.find(batch.bundle());
        if (found.isEmpty()) {
            return true;
        }
        var bundle = found.get();
        return switch (bundle.state()) {
            case BundleState.Submitted submitted -> submitted.batch().equals(batch.id());
            case BundleState.Done done -> done.batch().equals(batch.id());
            // an orphan of which only time and size are known is no answer to what the bundle waits for
            case BundleState.Sealed sealed -> isWanted(batch) && adopt(bundle, batch, false);
            case BundleState.Uploaded uploaded -> isWanted(batch) && adopt(bundle, batch, false);
            case BundleState.Submitting submitting -> adopt(bundle, batch, isUnmarked(submitting.creation()));
            case BundleState.Reconcile reconcile -> adopt(bundle, batch, isUnmarked(reconcile.creation()));
            case BundleState.Fenced fenced -> adopt(bundle, batch, isUnmarked(fenced.creation()));
            case BundleState.Claiming claiming -> false;
            case BundleState.Failed failed -> false;
        };
    }

    private boolean adopt(Bundle bundle, Batch batch, boolean guessed) throws IOException {
        require(bundles.move(bundle, new BundleEvent.Adopt(batch.id(), guessed), clock.instant()), batch);
        return true;
    }

    private static boolean isWanted(Batch batch) {
        return batch.urgency().jobs() != Jobs.LEFT;
    }

    /// Its batch can only have been told by time and size.
    private static boolean isUnmarked(BundleState.Creation creation) {
        return creation.upload().isEmpty();
    }

    /// Whether the batch is only presumed to be the bundle's.
    public boolean isGuessed(Batch batch) {
        return submitted(batch)
                .filter(state ->
                        state.batch().equals(batch.id()) && state.guess().isPresent())
                .isPresent();
    }

    /// The guess was wrong: the bundle is in doubt again.
    public void disown(Batch batch) throws IOException {
        var bundle = store.find(batch.bundle());
        if (bundle.isPresent() && isGuessed(batch)) {
            require(
                    bundles.move(
                            bundle.get(),
                            new BundleEvent.Disown("batch " + batch.id() + " turned out to be a stranger's"),
                            clock.instant()),
                    batch);
        }
    }

    /// Every line of the bundle is settled or moved on.
    public void finish(Batch batch) throws IOException {
        var bundle = store.find(batch.bundle());
        if (bundle.isPresent() && bundle.get().state() instanceof BundleState.Submitted) {
            require(bundles.move(bundle.get(), new BundleEvent.Finish(), clock.instant()), batch);
        }
    }

    private Optional<BundleState.Submitted> submitted(Batch batch) {
        return store.find(batch.bundle())
                .map(Bundle::state)
                .filter(BundleState.Submitted.class::isInstance)
                .map(BundleState.Submitted.class::cast);
    }

    private static void require(Optional<Bundle> moved, Batch batch) throws IOException {
        if (moved.isEmpty()) {
            throw new IOException("bundle " + batch.bundle() + " was moved by somebody else");
        }
    }
}
