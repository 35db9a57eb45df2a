package dev.offpeak.workers.bundler;

import dev.offpeak.core.account.AccountKey;
import dev.offpeak.core.account.Hold;
import dev.offpeak.core.bundle.Bundle;
import dev.offpeak.core.bundle.BundleEvent;
import dev.offpeak.core.bundle.BundleState.Uploaded;
import dev.offpeak.core.bundle.Manifest;
import dev.offpeak.core.provider.Account;
import dev.offpeak.core.provider.BatchApi.BatchOrder;
import dev.offpeak.core.provider.BatchApi.CreateOutcome;
import dev.offpeak.core.provider.ProviderFailure;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.workers.accounts.AccountBooks;
import dev.offpeak.workers.bundles.Bundles;
import dev.offpeak.workers.lines.ManifestLines;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Makes the call that costs money: once per intent. An unclear outcome is looked up (see [ReconcileBundle]), never
/// tried again.
final class CreateOnce {
    private static final Logger LOG = System.getLogger(CreateOnce.class.getName());

    /// A frozen or late process may still be sending for this long after its deadline.
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(60);

    private final Bundles bundles;
    private final ObjectStore objects;
    private final AccountBooks books;
    private final AdoptBatch adopt;
    private final InstantSource clock;

    CreateOnce(Bundles bundles, ObjectStore objects, AccountBooks books, AdoptBatch adopt, InstantSource clock) {
        this.bundles = bundles;
        this.objects = objects;
        this.books = books;
        this.adopt = adopt;
        this.clock = clock;
    }

    /// What became of it.
    sealed interface Made {
        /// The provider has the bundle, and its batch a row.
        record Adopted() implements Made {}

        /// Not now, or not known yet; the bundle's row says when it is looked at again.
        record Open() implements Made {}

        /// The provider will not take it.
        record Refused(Bundle bundle, ProviderFailure failure) implements Made {}
    }

    boolean hasTime(Instant until) {
        return clock.instant().plus(SubmitBundle.LONGEST).isBefore(until);
    }

    /// @param room that is taken for it; from the intent on, only what becomes of the call gives it back
    Made create(
            Bundle bundle, Account account, Uploaded uploaded, Manifest manifest, Optional<Hold> room, Instant until)
            throws IOException {
        var lines = ManifestLines.of(objects, manifest);
        var lease = until.plus(LEASE_MARGIN);
        var intended = bundles.move(bundle, new BundleEvent.Intend(clock.instant(), lease), lease);
        if (intended.isEmpty()) {
            // another bundler may be at it, by the same reservation
            return new Made.Open();
        }
        if (!hasTime(until)) {
            // the process stood still over the intent; by now others may take the call for made
            bundles.move(intended.get(), new BundleEvent.NotCreated(), clock.instant());
            return new Made.Open();
        }
        var order = new BatchOrder(
                bundle.id(), bundle.key().endpoint(), bundle.key().headers(), uploaded.upload());
        var key = new AccountKey(bundle.key().provider(), account.id());
        return switch (account.batches().create(order, lines)) {
            case CreateOutcome.Created(var view) -> {
                var source = new AdoptBatch.Source(uploaded.manifest(), account.id(), false);
                boolean adopted = adopt.adopt(intended.get(), source, manifest, view);
                books.change(key, book -> (adopted ? book.accounted(bundle.id()) : book).succeeded());
                yield adopted ? new Made.Adopted() : new Made.Open();
            }
            case CreateOutcome.InDoubt(var why) -> {
                LOG.log(Level.WARNING, "bundle {0}: creating its batch is in doubt: {1}", bundle.id(), why);
                bundles.move(
                        intended.get(),
                        new BundleEvent.Doubt(why),
                        clock.instant().plus(SubmitBundle.RETRY));
                var noAnswer = new ProviderFailure(0, "in_doubt", why);
                books.change(key, book -> book.failed(noAnswer, clock.instant()));
                yield new Made.Open();
            }
            case CreateOutcome.NotNow(var failure) -> {
                SubmitBundle.logWait(bundle, failure);
                back(intended.get(), key, room, failure);
                yield new Made.Open();
            }
            case CreateOutcome.Refused(var failure) ->
                back(intended.get(), key, room, failure)
                        .<Made>map(again -> new Made.Refused(again, failure))
                        .orElseGet(Made.Open::new);
        };
    }

    /// The room is given back only once it is certain that the call is over: see [SweepHolds] for the rest.
    private Optional<Bundle> back(Bundle bundle, AccountKey key, Optional<Hold> room, ProviderFailure failure) {
        var again = clock.instant().plus(failure.retryAfter().orElse(SubmitBundle.RETRY));
        var moved = bundles.move(bundle, new BundleEvent.NotCreated(), again);
        books.change(
                key,
                book -> (moved.isPresent() ? book.released(bundle.id(), room) : book).failed(failure, clock.instant()));
        return moved;
    }
}
