package dev.offpeak.workers.bundler;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchState;
import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.bundle.Bundle;
import dev.offpeak.core.bundle.BundleEvent;
import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.bundle.BundleState.Submitting;
import dev.offpeak.core.bundle.BundleState.Uploaded;
import dev.offpeak.core.bundle.BundleStore;
import dev.offpeak.core.bundle.Manifest;
import dev.offpeak.core.provider.BatchApi.BatchOrder;
import dev.offpeak.core.provider.BatchApi.CreateOutcome;
import dev.offpeak.core.provider.BatchApi.UploadOutcome;
import dev.offpeak.core.provider.BatchView;
import dev.offpeak.core.provider.ProviderFailure;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.core.store.Write;
import dev.offpeak.workers.bundles.Bundles;
import dev.offpeak.workers.lines.ManifestLines;
import dev.offpeak.workers.lines.Manifests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Takes a sealed bundle to its provider: upload, intent, create. Creating is the call that costs money: it is made
/// once per intent, and an unclear outcome parks the bundle in RECONCILE instead of being tried again.
public final class SubmitBundle {
    private static final Logger LOG = System.getLogger(SubmitBundle.class.getName());

    /// The longest one create call takes, a 256 MB body included.
    public static final Duration LONGEST = Duration.ofMinutes(2);

    /// A frozen or late process may still be sending for this long after its deadline.
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(60);

    private static final int ADOPT_TRIES = 3;
    private static final Duration RETRY = Duration.ofMinutes(1);
    private static final Duration LONG_RETRY = Duration.ofMinutes(15);

    private final Providers providers;
    private final BundleStore store;
    private final Bundles bundles;
    private final BatchStore batches;
    private final ObjectStore objects;
    private final RefuseBundle refuse;
    private final InstantSource clock;

    /// Where bundles, batches and bytes are kept.
    public record Stores(BundleStore bundles, BatchStore batches, ObjectStore objects) {}

    public SubmitBundle(Providers providers, Stores stores, RefuseBundle refuse, InstantSource clock) {
        this.providers = providers;
        this.store = stores.bundles();
        this.bundles = new Bundles(stores.bundles());
        this.batches = stores.batches();
        this.objects = stores.objects();
        this.refuse = refuse;
        this.clock = clock;
    }

    /// Takes up what an earlier run left.
    int resume(Instant until) {
        int resumed = 0;
        for (var bundle : store.due(clock.instant(), 100)) {
            if (!hasTime(until)) {
                break;
            }
            resumed++;
            try {
                resume(bundle, until);
            } catch (RuntimeException e) {
                // a fault of ours with one bundle must not hold up all the others
                LOG.log(Level.ERROR, "bundle " + bundle.id() + " cannot be taken up", e);
            }
        }
        return resumed;
    }

    private void resume(Bundle bundle, Instant until) {
        switch (bundle.state()) {
            case BundleState.Claiming claiming ->
                bundles.move(bundle, new BundleEvent.Abandon("its bundler died before the seal"), clock.instant());
            case BundleState.Sealed sealed -> submit(bundle, until);
            case Uploaded uploaded -> submit(bundle, until);
            case Submitting submitting ->
                bundles.move(
                        bundle, new BundleEvent.Doubt("its bundler died during the create call"), soon(LONG_RETRY));
            // parked until it is looked up; nothing here may create it again
            case BundleState.Reconcile reconcile -> {
                LOG.log(Level.WARNING, "bundle {0} is in doubt: {1}", bundle.id(), reconcile.why());
                store.replace(bundle.with(reconcile, soon(LONG_RETRY)));
            }
            case BundleState.Fenced fenced -> {}
            case BundleState.Submitted submitted -> {}
            case BundleState.Done done -> {}
            case BundleState.Failed failed -> {}
        }
    }

    /// @return whether the provider has it now
    boolean submit(Bundle bundle, Instant until) {
        try {
            return switch (bundle.state()) {
                case BundleState.Sealed(var key) -> upload(bundle, key, until);
                case Uploaded uploaded -> create(bundle, uploaded, Manifests.read(objects, uploaded.manifest()), until);
                default -> false;
            };
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.WARNING, "bundle {0} was not submitted: {1}", bundle.id(), e.getMessage());
            return false;
        }
    }

    private boolean upload(Bundle bundle, String key, Instant until) throws IOException {
        var provider = providers.get(bundle.key().provider());
        var manifest = Manifests.read(objects, key);
        return switch (provider.batches().upload(bundle.id(), ManifestLines.of(objects, manifest))) {
            case UploadOutcome.Uploaded(var ref) -> {
                var uploaded = bundles.move(
                        bundle, new BundleEvent.Upload(provider.account(), ref), soon(ClaimSegments.LEASE));
                yield uploaded.isPresent()
                        && uploaded.get().state() instanceof Uploaded state
                        && create(uploaded.get(), state, manifest, until);
            }
            case UploadOutcome.Unavailable(var failure) -> later(bundle, failure);
            case UploadOutcome.Refused(var failure) -> refused(bundle, manifest, failure);
        };
    }

    private boolean create(Bundle bundle, Uploaded uploaded, Manifest manifest, Instant until) throws IOException {
        if (!hasTime(until)) {
            return false;
        }
        var provider = providers.get(bundle.key().provider());
        var lines = ManifestLines.of(objects, manifest);
        var lease = until.plus(LEASE_MARGIN);
        var intended = bundles.move(bundle, new BundleEvent.Intend(clock.instant(), lease), lease);
        if (intended.isEmpty()) {
            return false;
        }
        var order = new BatchOrder(
                bundle.id(), bundle.key().endpoint(), bundle.key().headers(), uploaded.upload());
        return switch (provider.batches().create(order, lines)) {
            case CreateOutcome.Created(var view) -> adopt(intended.get(), uploaded, manifest, view);
            case CreateOutcome.InDoubt(var why) -> {
                LOG.log(Level.WARNING, "bundle {0}: creating its batch is in doubt: {1}", bundle.id(), why);
                bundles.move(intended.get(), new BundleEvent.Doubt(why), soon(LONG_RETRY));
                yield false;
            }
            case CreateOutcome.NotNow(var failure) -> {
                logWait(bundle, failure);
                back(intended.get(), failure);
                yield false;
            }
            case CreateOutcome.Refused(var failure) -> {
                var again = back(intended.get(), failure);
                yield again.isPresent() && refused(again.get(), manifest, failure);
            }
        };
    }

    /// The batch's row first: a bundle that says SUBMITTED always has a batch that somebody follows.
    private boolean adopt(Bundle bundle, Uploaded uploaded, Manifest manifest, BatchView view) {
        var now = clock.instant();
        var written = adopt(new Batch(
                view.id(),
                bundle.id(),
                uploaded.manifest(),
                bundle.key(),
                uploaded.account(),
                manifest.count(),
                manifest.tenants(),
                now,
                view.expiresAt(),
                new BatchState.Active(),
                view.counts(),
                now,
                1));
        if (written instanceof Write.NotDone<Batch>(var why)) {
            var doubt = "batch " + view.id() + " was created, but its row was not written: " + why;
            LOG.log(Level.ERROR, "bundle {0}: {1}", bundle.id(), doubt);
            bundles.move(bundle, new BundleEvent.Doubt(doubt), soon(LONG_RETRY));
            return false;
        }
        LOG.log(Level.INFO, "bundle {0} is batch {1} with {2} lines", bundle.id(), view.id(), manifest.count());
        return bundles.move(bundle, new BundleEvent.Adopt(view.id()), now).isPresent();
    }

    /// What is not followed is paid for nothing, so this is tried harder than other writes.
    private Write<Batch> adopt(Batch batch) {
        var written = batches.adopt(batch);
        for (int tries = 1; tries < ADOPT_TRIES && written instanceof Write.NotDone<Batch>; tries++) {
            written = batches.adopt(batch);
        }
        return written;
    }

    private Optional<Bundle> back(Bundle bundle, ProviderFailure failure) {
        return bundles.move(
                bundle, new BundleEvent.NotCreated(), soon(failure.retryAfter().orElse(RETRY)));
    }

    private boolean later(Bundle bundle, ProviderFailure failure) {
        logWait(bundle, failure);
        store.replace(bundle.with(bundle.state(), soon(failure.retryAfter().orElse(RETRY))));
        return false;
    }

    private static void logWait(Bundle bundle, ProviderFailure failure) {
        LOG.log(Level.WARNING, "bundle {0} has to wait: {1} {2}", bundle.id(), failure.status(), failure.code());
    }

    private boolean refused(Bundle bundle, Manifest manifest, ProviderFailure failure) throws IOException {
        LOG.log(Level.ERROR, "bundle {0} is refused: {1} {2}", bundle.id(), failure.status(), failure.code());
        refuse.end(bundle, manifest, failure);
        bundles.move(bundle, new BundleEvent.Abandon(failure.code()), clock.instant());
        return false;
    }

    private boolean hasTime(Instant until) {
        return clock.instant().plus(LONGEST).isBefore(until);
    }

    private Instant soon(Duration wait) {
        return clock.instant().plus(wait);
    }
}
