package dev.offpeak.workers.bundler;

import dev.offpeak.core.account.AccountBook.Answer;
import dev.offpeak.core.account.AccountKey;
import dev.offpeak.core.account.Hold;
import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.bundle.Bundle;
import dev.offpeak.core.bundle.BundleEvent;
import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.bundle.BundleState.Submitting;
import dev.offpeak.core.bundle.BundleState.Uploaded;
import dev.offpeak.core.bundle.BundleStore;
import dev.offpeak.core.bundle.Manifest;
import dev.offpeak.core.provider.Account;
import dev.offpeak.core.provider.BatchApi.UploadOutcome;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.ProviderFailure;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.workers.accounts.AccountBooks;
import dev.offpeak.workers.accounts.AccountBooks.Choice;
import dev.offpeak.workers.accounts.Needs;
import dev.offpeak.workers.accounts.SweepHolds;
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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Takes a sealed bundle to an account of its provider: upload, room in the queue, and the create call (see
/// [CreateOnce]). Takes up what an earlier run left, wherever it left it.
public final class SubmitBundle {
    private static final Logger LOG = System.getLogger(SubmitBundle.class.getName());

    /// The longest one create call takes, a 256 MB body included.
    public static final Duration LONGEST = Duration.ofMinutes(2);

    static final Duration RETRY = Duration.ofMinutes(1);

    /// Until a bundle that no account can take is looked at again, and complained about.
    private static final Duration HOPELESS = Duration.ofHours(1);

    private final Providers providers;
    private final BundleStore store;
    private final Bundles bundles;
    private final ObjectStore objects;
    private final AccountBooks books;
    private final SweepHolds sweep;
    private final CreateOnce create;
    private final ReconcileBundle reconcile;
    private final RefuseBundle refuse;
    private final InstantSource clock;

    /// Where bundles, batches and bytes are kept.
    public record Stores(BundleStore bundles, BatchStore batches, ObjectStore objects) {}

    public SubmitBundle(
            Providers providers, Stores stores, AccountBooks books, RefuseBundle refuse, InstantSource clock) {
        this.providers = providers;
        this.store = stores.bundles();
        this.bundles = new Bundles(stores.bundles());
        this.objects = stores.objects();
        this.books = books;
        this.sweep = new SweepHolds(providers, books, stores.bundles(), stores.batches(), clock);
        var adopt = new AdoptBatch(stores.batches(), bundles, clock);
        this.create = new CreateOnce(bundles, objects, books, adopt, clock);
        this.reconcile = new ReconcileBundle(providers, stores, books, adopt, clock);
        this.refuse = refuse;
        this.clock = clock;
    }

    /// Takes up what an earlier run left.
    int resume(Instant until) {
        sweep.run();
        int resumed = 0;
        for (var bundle : mostPressing()) {
            if (!create.hasTime(until)) {
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

    /// Where there is room for one of many, it is for that which has the least time.
    private List<Bundle> mostPressing() {
        return store.due(clock.instant(), 100).stream()
                .sorted(Comparator.comparing(bundle -> bundle.urgency().earliest()))
                .toList();
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

    private void reconcile(Bundle bundle, String manifest, BundleState.Creation creation, Optional<Instant> fencedAt) {
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
        var manifest = Manifests.read(objects, key);
        return switch (books.choose(provider(bundle), Needs.of(bundle, manifest))) {
            case Choice.Chosen(var account) -> upload(bundle, account, manifest, until);
            case Choice.Nowhere(var later) -> await(bundle, later);
            case Choice.TooLarge(var why) -> tooLarge(bundle, manifest, why);
        };
    }

    private boolean upload(Bundle bundle, Account account, Manifest manifest, Instant until) throws IOException {
        return switch (account.batches().upload(bundle.id(), ManifestLines.of(objects, manifest))) {
            case UploadOutcome.Uploaded(var ref) -> {
                var uploaded =
                        bundles.move(bundle, new BundleEvent.Upload(account.id(), ref), soon(ClaimSegments.LEASE));
                yield uploaded.isPresent()
                        && uploaded.get().state() instanceof Uploaded state
                        && create(uploaded.get(), state, manifest, until);
            }
            case UploadOutcome.Unavailable(var failure) -> {
                books.change(key(bundle, account), book -> book.failed(failure, clock.instant()));
                yield later(bundle, failure);
            }
            case UploadOutcome.Refused(var failure) -> refused(bundle, manifest, failure);
        };
    }

    private boolean create(Bundle bundle, Uploaded uploaded, Manifest manifest, Instant until) throws IOException {
        if (!create.hasTime(until)) {
            return false;
        }
        var account = provider(bundle).account(uploaded.account());
        var need = Needs.of(bundle, manifest);
        return switch (books.reserve(provider(bundle), account, need)) {
            case Answer.Admitted(var book) -> send(bundle, uploaded, manifest, book.hold(bundle.id()), until);
            case Answer.NotNow(var at, var why)
            when !at.isAfter(soon(RETRY)) -> await(bundle, new Answer.NotNow(at, why));
            case Answer notHere -> elsewhere(bundle, account, manifest, notHere);
        };
    }

    /// Another account may take what this one cannot take for a while, though the lines have to be uploaded again.
    private boolean elsewhere(Bundle bundle, Account account, Manifest manifest, Answer notHere) {
        return switch (books.choose(provider(bundle), Needs.of(bundle, manifest))) {
            case Choice.Chosen(var other)
            when !other.id().equals(account.id()) -> {
                LOG.log(Level.INFO, "bundle {0} goes from {1} to {2}", bundle.id(), account.id(), other.id());
                var seen = books.hold(key(bundle, account), bundle.id());
                bundles.move(bundle, new BundleEvent.Reroute(), clock.instant())
                        .ifPresent(
                                moved -> books.change(key(bundle, account), book -> book.released(bundle.id(), seen)));
                yield false;
            }
            case Choice.Chosen same -> await(bundle, new Answer.NotNow(soon(RETRY), "it was full a moment ago"));
            case Choice.Nowhere(var later) -> await(bundle, later);
            case Choice.TooLarge(var why) -> tooLarge(bundle, manifest, why);
        };
    }

    private boolean send(Bundle bundle, Uploaded uploaded, Manifest manifest, Optional<Hold> room, Instant until)
            throws IOException {
        var account = provider(bundle).account(uploaded.account());
        return switch (create.create(bundle, account, uploaded, manifest, room, until)) {
            case CreateOnce.Made.Adopted adopted -> true;
            case CreateOnce.Made.Open open -> false;
            case CreateOnce.Made.Refused(var again, var failure) -> refused(again, manifest, failure);
        };
    }

    /// It may have been packed for limits that turned out to be lower. Abandoned, its segments open again and make
    /// smaller bundles; a single one stays as it is, until its deadline or until the limits are raised.
    private boolean tooLarge(Bundle bundle, Manifest manifest, String why) {
        if (manifest.entries().size() > 1) {
            LOG.log(Level.WARNING, "bundle {0} is packed anew, it is too large: {1}", bundle.id(), why);
            bundles.move(bundle, new BundleEvent.Abandon("too large: " + why), clock.instant());
            return false;
        }
        LOG.log(Level.ERROR, "bundle {0} cannot be submitted, it is too large: {1}", bundle.id(), why);
        store.replace(bundle.with(bundle.state(), soon(HOPELESS)));
        return false;
    }

    private boolean await(Bundle bundle, Answer.NotNow later) {
        LOG.log(Level.INFO, "bundle {0} waits until {1}: {2}", bundle.id(), later.until(), later.why());
        store.replace(bundle.with(bundle.state(), later.until()));
        return false;
    }

    private Provider provider(Bundle bundle) {
        return providers.get(bundle.key().provider());
    }

    private static AccountKey key(Bundle bundle, Account account) {
        return new AccountKey(bundle.key().provider(), account.id());
    }

    private boolean later(Bundle bundle, ProviderFailure failure) {
        logWait(bundle, failure);
        store.replace(bundle.with(bundle.state(), soon(failure.retryAfter().orElse(RETRY))));
        return false;
    }

    static void logWait(Bundle bundle, ProviderFailure failure) {
        LOG.log(Level.WARNING, "bundle {0} has to wait: {1} {2}", bundle.id(), failure.status(), failure.code());
    }

    private boolean refused(Bundle bundle, Manifest manifest, ProviderFailure failure) throws IOException {
        LOG.log(Level.ERROR, "bundle {0} is refused: {1} {2}", bundle.id(), failure.status(), failure.code());
        refuse.end(bundle, manifest, failure);
        bundles.move(bundle, new BundleEvent.Abandon(failure.code()), clock.instant());
        return false;
    }

    private Instant soon(Duration wait) {
        return clock.instant().plus(wait);
    }
}
