package dev.offpeak.workers.bundler;

import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.bundle.Bundle;
import dev.offpeak.core.bundle.BundleEvent;
import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.bundle.BundleState.Creation;
import dev.offpeak.core.bundle.BundleState.Submitting;
import dev.offpeak.core.bundle.BundleState.Uploaded;
import dev.offpeak.core.bundle.BundleStore;
import dev.offpeak.core.bundle.Manifest;
import dev.offpeak.core.provider.BatchApi.BatchOrder;
import dev.offpeak.core.provider.BatchApi.CreateOutcome;
import dev.offpeak.core.provider.BatchApi.UploadOutcome;
import dev.offpeak.core.provider.ProviderFailure;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.store.ObjectStore;
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
/// once per intent; an unclear outcome is looked up (see [ReconcileBundle]), never tried again.
public final class SubmitBundle {
    private static final Logger LOG = System.getLogger(SubmitBundle.class.getName());

    /// The longest one create call takes, a 256 MB body included.
    public static final Duration LONGEST = Duration.ofMinutes(2);

    /// A frozen or late process may still be sending for this long after its deadline.
    static final Duration LEASE_MARGIN = Duration.ofSeconds(60);

    /// Far enough ahead that every bundle under way is due by then.
    private static final Duration ALL = Duration.ofDays(30);

    private static final int MOST_UNDER_WAY = 1_000;
    private static final Duration RETRY = Duration.ofMinutes(1);

    private final Providers providers;
    private final BundleStore store;
    private final Bundles bundles;
    private final ObjectStore objects;
    private final AdoptBatch adopt;
    private final ReconcileBundle reconcile;
    private final RefuseBundle refuse;
    private final InstantSource clock;

    /// Where bundles, batches and bytes are kept.
    public record Stores(BundleStore bundles, BatchStore batches, ObjectStore objects) {}

    public SubmitBundle(Providers providers, Stores stores, RefuseBundle refuse, InstantSource clock) {
        this.providers = providers;
        this.store = stores.bundles();
        this.bundles = new Bundles(stores.bundles());
        this.objects = stores.objects();
        this.adopt = new AdoptBatch(stores.batches(), bundles, clock);
        this.reconcile = new ReconcileBundle(providers, stores, adopt, clock);
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
                bundles.move(bundle, new BundleEvent.Doubt("its bundler died during the create call"), clock.instant());
            // in doubt until it is looked up; nothing here may create it again
            case BundleState.Reconcile(var manifest, var creation, var why) ->
                reconcile(bundle, manifest, creation, Optional.empty());
            case BundleState.Fenced(var manifest, var creation, var at) ->
                reconcile(bundle, manifest, creation, Optional.of(at));
            case BundleState.Submitted submitted -> {}
            case BundleState.Done done -> {}
            case BundleState.Failed failed -> {}
        }
    }

    private void reconcile(Bundle bundle, String manifest, Creation creation, Optional<Instant> fencedAt) {
        try {
            reconcile.reconcile(bundle, manifest, creation, fencedAt);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "bundle {0} stays in doubt: {1}", bundle.id(), e.getMessage());
            store.replace(bundle.with(bundle.state(), soon(RETRY)));
        }
    }

    /// @return whether the provider has it now
    boolean submit(Bundle bundle, Instant until) {
        if (bundle.urgency().isOvertaken()) {
            // its jobs go another way
            return false;
        }
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
        return switch (provider.first().batches().upload(bundle.id(), ManifestLines.of(objects, manifest))) {
            case UploadOutcome.Uploaded(var ref) -> {
                var uploaded = bundles.move(
                        bundle, new BundleEvent.Upload(provider.first().id(), ref), soon(ClaimSegments.LEASE));
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
        if (uploaded.upload().isEmpty() && isOneInDoubt(bundle, uploaded)) {
            store.replace(bundle.with(uploaded, soon(RETRY)));
            return false;
        }
        var provider = providers.get(bundle.key().provider());
        var lines = ManifestLines.of(objects, manifest);
        var lease = until.plus(LEASE_MARGIN);
        var intended = bundles.move(bundle, new BundleEvent.Intend(clock.instant(), lease), lease);
        if (intended.isEmpty()) {
            return false;
        }
        if (!hasTime(until)) {
            // the process stood still over the intent; by now others may take the call for made
            bundles.move(intended.get(), new BundleEvent.NotCreated(), clock.instant());
            return false;
        }
        var order = new BatchOrder(
                bundle.id(), bundle.key().endpoint(), bundle.key().headers(), uploaded.upload());
        return switch (provider.account(uploaded.account()).batches().create(order, lines)) {
            case CreateOutcome.Created(var view) ->
                adopt.adopt(
                        intended.get(),
                        new AdoptBatch.Source(uploaded.manifest(), uploaded.account(), false),
                        manifest,
                        view);
            case CreateOutcome.InDoubt(var why) -> {
                LOG.log(Level.WARNING, "bundle {0}: creating its batch is in doubt: {1}", bundle.id(), why);
                bundles.move(intended.get(), new BundleEvent.Doubt(why), soon(RETRY));
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

    /// Where a batch carries no mark of ours, one in doubt is told from others by its time and size alone, so there is
    /// only ever one create call unaccounted for on such an account.
    private boolean isOneInDoubt(Bundle bundle, Uploaded uploaded) {
        return store.due(clock.instant().plus(ALL), MOST_UNDER_WAY).stream()
                .filter(other -> !other.id().equals(bundle.id()))
                .flatMap(other -> unaccountedFor(other.state()).stream())
                .anyMatch(creation -> creation.account().equals(uploaded.account()));
    }

    private static Optional<Creation> unaccountedFor(BundleState state) {
        return switch (state) {
            case Submitting submitting -> Optional.of(submitting.creation());
            case BundleState.Reconcile reconcile -> Optional.of(reconcile.creation());
            case BundleState.Fenced fenced -> Optional.of(fenced.creation());
            case BundleState.Claiming claiming -> Optional.empty();
            case BundleState.Sealed sealed -> Optional.empty();
            case Uploaded other -> Optional.empty();
            case BundleState.Submitted submitted -> Optional.empty();
            case BundleState.Done done -> Optional.empty();
            case BundleState.Failed failed -> Optional.empty();
        };
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
