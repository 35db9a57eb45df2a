package dev.offpeak.workers.bundler;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchState;
import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.bundle.Bundle;
import dev.offpeak.core.bundle.BundleEvent;
import dev.offpeak.core.bundle.Manifest;
import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.provider.BatchView;
import dev.offpeak.core.store.Write;
import dev.offpeak.workers.bundles.Bundles;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;

/// Makes a provider's batch ours.
final class AdoptBatch {
    private static final Logger LOG = System.getLogger(AdoptBatch.class.getName());
    private static final int TRIES = 3;
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private final BatchStore batches;
    private final Bundles bundles;
    private final InstantSource clock;

    AdoptBatch(BatchStore batches, Bundles bundles, InstantSource clock) {
        this.batches = batches;
        this.bundles = bundles;
        this.clock = clock;
    }

    /// What a batch was created from.
    ///
    /// @param manifest the key of the manifest it was sent
    /// @param guessed whether only its time and size say so
    record Source(String manifest, AccountId account, boolean guessed) {}

    /// The batch's row first: a bundle that says SUBMITTED always has a batch that somebody follows.
    ///
    /// @return whether the bundle is submitted now
    boolean adopt(Bundle bundle, Source source, Manifest manifest, BatchView view) {
        var now = clock.instant();
        var written = adopt(new Batch(
                view.id(),
                bundle.id(),
                source.manifest(),
                bundle.key(),
                source.account(),
                manifest.count(),
                manifest.tenants(),
                now,
                view.expiresAt(),
                bundle.urgency(),
                new BatchState.Active(),
                view.counts(),
                now,
                1));
        if (written instanceof Write.NotDone<Batch>(var why)) {
            var doubt = "batch " + view.id() + " was created, but its row was not written: " + why;
            LOG.log(Level.ERROR, "bundle {0}: {1}", bundle.id(), doubt);
            // the batch will be listed, so looking it up later finds it; a bundle in doubt already stays so
            bundles.move(bundle, new BundleEvent.Doubt(doubt), now.plus(LOOK_AGAIN));
            return false;
        }
        if (written instanceof Write.Lost<Batch>(var standing)
                && standing.or(() -> batches.find(view.id()))
                        .filter(batch -> batch.bundle().equals(bundle.id()))
                        .isEmpty()) {
            LOG.log(Level.ERROR, "bundle {0}: batch {1} belongs to another bundle", bundle.id(), view.id());
            return false;
        }
        LOG.log(Level.INFO, "bundle {0} is batch {1} with {2} lines", bundle.id(), view.id(), manifest.count());
        return bundles.move(bundle, new BundleEvent.Adopt(view.id(), source.guessed()), now)
                .isPresent();
    }

    /// What is not followed is paid for nothing, so this is tried harder than other writes.
    private Write<Batch> adopt(Batch batch) {
        var written = batches.adopt(batch);
        for (int tries = 1; tries < TRIES && written instanceof Write.NotDone<Batch>; tries++) {
            written = batches.adopt(batch);
        }
        return written;
    }
}
