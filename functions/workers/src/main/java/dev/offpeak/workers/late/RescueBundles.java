package dev.offpeak.workers.late;

import dev.offpeak.core.bundle.Bundle;
import dev.offpeak.core.bundle.BundleEvent;
import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.bundle.BundleStore;
import dev.offpeak.core.deadline.Lateness;
import dev.offpeak.core.deadline.Lateness.Due;
import dev.offpeak.core.deadline.Urgency;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.routing.OnLate;
import dev.offpeak.core.segment.SegmentEvent;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.core.store.Write;
import dev.offpeak.workers.bundles.Bundles;
import dev.offpeak.workers.lines.Manifests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Sees to the bundles that are no batch yet and will be late, because a provider is down, a queue is full or a create
/// call is in doubt. Whatever they wait for, this looks at them in every run.
///
/// A bundle that was never sent is not sent any more, and its jobs are hurried. Where they would rather expire than be
/// called directly, its segments open again, and the packer makes a bundle of those that are pressing which is marked
/// as overtaken from the start. One whose create call is in doubt stays in doubt, but its jobs are taken from it when
/// they have to be.
public final class RescueBundles {
    private static final Logger LOG = System.getLogger(RescueBundles.class.getName());

    /// Far enough ahead that every bundle under way is due by then.
    private static final Duration ALL = Duration.ofDays(30);

    /// Rows of under 1 KB.
    private static final int MOST_UNDER_WAY = 20_000;

    private final Providers providers;
    private final Stores stores;
    private final Bundles bundles;
    private final HurryJobs hurry;
    private final InstantSource clock;

    /// Where bundles, segments and bytes are kept.
    public record Stores(BundleStore bundles, SegmentStore segments, ObjectStore objects) {}

    public RescueBundles(Providers providers, Stores stores, HurryJobs hurry, InstantSource clock) {
        this.providers = providers;
        this.stores = stores;
        this.bundles = new Bundles(stores.bundles());
        this.hurry = hurry;
        this.clock = clock;
    }

    /// @param until no other bundle is seen to after it
    /// @return how many bundles it had to see to
    public int run(Instant until) {
        int rescued = 0;
        for (var bundle : stores.bundles().due(clock.instant().plus(ALL), MOST_UNDER_WAY)) {
            if (!clock.instant().isBefore(until)) {
                LOG.log(Level.WARNING, "late bundles are left for the next run");
                break;
            }
            rescued += see(bundle) ? 1 : 0;
        }
        return rescued;
    }

    /// @return whether there was something to do
    public boolean see(Bundle bundle) {
        try {
            return rescue(bundle);
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.WARNING, "bundle {0} is late and not rescued yet: {1}", bundle.id(), e.getMessage());
        } catch (RuntimeException e) {
            // a fault of ours with one bundle must not hold up all the others
            LOG.log(Level.ERROR, "bundle " + bundle.id() + " is late and cannot be rescued", e);
        }
        return false;
    }

    private boolean rescue(Bundle bundle) throws IOException {
        return switch (bundle.state()) {
            case BundleState.Sealed(var manifest) -> unsent(bundle, manifest);
            case BundleState.Uploaded uploaded -> unsent(bundle, uploaded.manifest());
            case BundleState.Submitting submitting -> inDoubt(bundle, submitting.manifest());
            case BundleState.Reconcile reconcile -> inDoubt(bundle, reconcile.manifest());
            case BundleState.Fenced fenced -> inDoubt(bundle, fenced.manifest());
            case BundleState.Claiming claiming -> false;
            case BundleState.Submitted submitted -> false;
            case BundleState.Done done -> false;
            case BundleState.Failed failed -> false;
        };
    }

    private boolean unsent(Bundle bundle, String manifest) throws IOException {
        if (bundle.urgency().isOvertaken()) {
            return hurry(bundle, manifest);
        }
        if (!lateness(bundle).isHopeless(due(bundle), clock.instant())) {
            return false;
        }
        if (bundle.key().onLate() == OnLate.EXPRESS) {
            // packed anew, fewer lines with less time left would be given up later, and so on
            LOG.log(Level.WARNING, "bundle {0} would be late: its jobs are taken from it", bundle.id());
            var leaving = bundle.with(Urgency.Jobs.LEAVING);
            return stores.bundles().replace(leaving).isDone() && hurry(leaving, manifest);
        }
        // what is not pressing yet gets another bundle
        return bundles.move(bundle, new BundleEvent.Abandon("it would have been late"), clock.instant())
                .isPresent();
    }

    /// Segments before the bundle: what a failed bundle leaves claimed would be opened, and its jobs run twice.
    private boolean hurry(Bundle bundle, String key) throws IOException {
        var manifest = Manifests.read(stores.objects(), key);
        hurry.hurry(bundle.key(), bundle.id().value(), manifest);
        for (var entry : manifest.entries()) {
            if (stores.segments().apply(entry.segment(), new SegmentEvent.Finish(bundle.id()), clock.instant())
                    instanceof Write.NotDone<?>(var why)) {
                throw new IOException("segment " + entry.segment() + " could not be finished: " + why);
            }
        }
        LOG.log(Level.INFO, "bundle {0} is late: its {1} jobs were hurried", bundle.id(), manifest.count());
        return bundles.move(bundle, new BundleEvent.Abandon("its jobs were hurried"), clock.instant())
                .isPresent();
    }

    /// Marked first: from then on nobody sends it, should it turn out that its create call did nothing.
    private boolean inDoubt(Bundle bundle, String manifest) throws IOException {
        return switch (bundle.urgency().jobs()) {
            case HELD -> {
                if (!lateness(bundle).isOvertaken(due(bundle), clock.instant())) {
                    yield false;
                }
                LOG.log(Level.WARNING, "bundle {0} is in doubt and late: its jobs are taken from it", bundle.id());
                var leaving = bundle.with(Urgency.Jobs.LEAVING);
                yield stores.bundles().replace(leaving).isDone() && inDoubt(leaving, manifest);
            }
            case LEAVING -> {
                hurry.hurry(bundle.key(), bundle.id().value(), Manifests.read(stores.objects(), manifest));
                yield stores.bundles().replace(bundle.with(Urgency.Jobs.LEFT)).isDone();
            }
            case LEFT -> false;
        };
    }

    private Lateness lateness(Bundle bundle) {
        return new Lateness(providers.get(bundle.key().provider()).callsPerMinute());
    }

    private static Due due(Bundle bundle) {
        return new Due(bundle.key().onLate(), bundle.urgency().earliest(), bundle.createdAt(), bundle.lines());
    }
}
