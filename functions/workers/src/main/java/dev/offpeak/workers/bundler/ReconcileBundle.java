package dev.offpeak.workers.bundler;

import dev.offpeak.core.account.AccountKey;
import dev.offpeak.core.account.GivenUp;
import dev.offpeak.core.batch.BatchState;
import dev.offpeak.core.bundle.Bundle;
import dev.offpeak.core.bundle.BundleEvent;
import dev.offpeak.core.bundle.BundleState.Creation;
import dev.offpeak.core.bundle.Manifest;
import dev.offpeak.core.bundle.Reconciliation;
import dev.offpeak.core.bundle.Reconciliation.Doubt;
import dev.offpeak.core.bundle.Reconciliation.Verdict;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.provider.BatchApi;
import dev.offpeak.core.provider.BatchApi.SightingsOutcome;
import dev.offpeak.core.provider.BatchView;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.workers.accounts.AccountBooks;
import dev.offpeak.workers.accounts.Needs;
import dev.offpeak.workers.bundles.Bundles;
import dev.offpeak.workers.lines.Manifests;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Finds out what a create call in doubt came to, by looking and never by sending again.
final class ReconcileBundle {
    private static final Logger LOG = System.getLogger(ReconcileBundle.class.getName());
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    /// Providers finish a batch within a day; its results are of use for another.
    private static final Duration REMEMBERED = Duration.ofHours(48);

    private final Providers providers;
    private final SubmitBundle.Stores stores;
    private final AccountBooks books;
    private final AdoptBatch adopt;
    private final Bundles bundles;
    private final InstantSource clock;

    ReconcileBundle(
            Providers providers,
            SubmitBundle.Stores stores,
            AccountBooks books,
            AdoptBatch adopt,
            InstantSource clock) {
        this.providers = providers;
        this.stores = stores;
        this.books = books;
        this.adopt = adopt;
        this.bundles = new Bundles(stores.bundles());
        this.clock = clock;
    }

    /// @param fencedAt when the provider was told to forget the upload
    void reconcile(Bundle bundle, String manifest, Creation creation, Optional<Instant> fencedAt) throws IOException {
        var api = providers
                .get(bundle.key().provider())
                .account(creation.account())
                .batches();
        switch (api.createdSince(Reconciliation.since(creation))) {
            case SightingsOutcome.Unavailable(var failure) -> {
                LOG.log(Level.WARNING, "bundle {0} stays in doubt: {1}", bundle.id(), failure.code());
                lookAgain(bundle, soon());
            }
            case SightingsOutcome.Seen(var sightings) -> {
                var lines = Manifests.read(stores.objects(), manifest);
                // of a bundle that was taken for submitted until now, nothing may be held
                books.change(account(bundle, creation), book -> book.doubted(Needs.of(bundle, lines), clock.instant()));
                var doubt = new Doubt(bundle.id(), creation, lines.count(), fencedAt);
                var verdict = Reconciliation.decide(doubt, sightings, id -> isTaken(bundle, id), clock.instant());
                LOG.log(
                        Level.INFO,
                        "bundle {0} in doubt: {1}",
                        bundle.id(),
                        verdict.getClass().getSimpleName());
                switch (verdict) {
                    case Verdict.Found(var view) -> found(bundle, manifest, creation, lines, view);
                    case Verdict.Wait(var until) -> lookAgain(bundle, earlier(until));
                    case Verdict.Fence fence -> fence(bundle, creation, api);
                    case Verdict.NeverHappened never -> neverHappened(bundle, creation, lines);
                }
            }
        }
    }

    private void found(Bundle bundle, String manifest, Creation creation, Manifest lines, BatchView view) {
        var source = new AdoptBatch.Source(
                manifest, creation.account(), creation.upload().isEmpty());
        if (adopt.adopt(bundle, source, lines, view)) {
            books.change(account(bundle, creation), book -> book.accounted(bundle.id()));
        }
    }

    /// Remembered before it is acted on, because a batch that shows up after all must be known as ours. The bundle
    /// rests until its room is given back, so that nobody takes it anew in between.
    private void neverHappened(Bundle bundle, Creation creation, Manifest lines) {
        var now = clock.instant();
        var call = new GivenUp(bundle.id(), lines.count(), creation.intentAt(), now.plus(REMEMBERED));
        var account = account(bundle, creation);
        var seen = books.hold(account, bundle.id());
        if (books.change(account, book -> book.gaveUp(call, now))
                && bundles.move(bundle, new BundleEvent.NotCreated(), soon()).isPresent()) {
            books.change(account, book -> book.released(bundle.id(), seen));
        }
    }

    private static AccountKey account(Bundle bundle, Creation creation) {
        return new AccountKey(bundle.key().provider(), creation.account());
    }

    /// A batch of ours whose bundle was not moved in time is ours still; one that is imported already was a stranger's.
    private boolean isTaken(Bundle bundle, BatchId id) {
        return stores.batches()
                .find(id)
                .filter(batch -> !batch.bundle().equals(bundle.id()) || batch.state() instanceof BatchState.Imported)
                .isPresent();
    }

    /// Fenced is only written when the upload is certain to be gone.
    private void fence(Bundle bundle, Creation creation, BatchApi api) {
        if (api.forget(creation.upload())) {
            bundles.move(bundle, new BundleEvent.Fence(clock.instant()), soon());
        } else {
            lookAgain(bundle, soon());
        }
    }

    /// A batch that shows up early is worth finding early.
    private Instant earlier(Instant until) {
        return until.isBefore(soon()) ? until : soon();
    }

    private void lookAgain(Bundle bundle, Instant at) {
        stores.bundles().replace(bundle.with(bundle.state(), at));
    }

    private Instant soon() {
        return clock.instant().plus(LOOK_AGAIN);
    }
}
