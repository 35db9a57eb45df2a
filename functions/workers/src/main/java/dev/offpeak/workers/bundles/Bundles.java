package dev.offpeak.workers.bundles;

import dev.offpeak.core.bundle.Bundle;
import dev.offpeak.core.bundle.BundleEvent;
import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.bundle.BundleStore;
import dev.offpeak.core.bundle.BundleTransitions;
import dev.offpeak.core.state.Step;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Optional;

/// Moves bundles: the transition decides, the store makes it true or says that somebody else was faster.
public final class Bundles {
    private static final Logger LOG = System.getLogger(Bundles.class.getName());

    private final BundleStore store;

    public Bundles(BundleStore store) {
        this.store = store;
    }

    public boolean create(Bundle bundle) {
        return store.create(bundle).isDone();
    }

    /// The bundle as it is afterwards; empty when the event does not apply or the write lost.
    public Optional<Bundle> move(Bundle bundle, BundleEvent event, Instant due) {
        return switch (BundleTransitions.on(bundle.state(), event)) {
            case Step.Moved<BundleState>(var to) -> {
                var next = bundle.with(to, due);
                yield store.replace(next).isDone() ? Optional.of(next) : Optional.empty();
            }
            case Step.Stays<BundleState>(var why) -> {
                LOG.log(Level.DEBUG, "bundle {0} stays: {1}", bundle.id(), why);
                yield Optional.empty();
            }
        };
    }
}
