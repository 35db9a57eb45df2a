package dev.offpeak.workers.poller;

import dev.offpeak.core.account.GivenUp;
import dev.offpeak.core.account.Hold;
import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchState;
import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.bundle.Bundle;
import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.bundle.BundleStore;
import dev.offpeak.core.deadline.Urgency.Jobs;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.provider.Account;
import dev.offpeak.core.provider.BatchApi.Mark;
import dev.offpeak.core.provider.BatchApi.Sighting;
import dev.offpeak.core.provider.BatchApi.SightingsOutcome;
import dev.offpeak.core.provider.BatchView;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.core.store.Write;
import dev.offpeak.workers.accounts.AccountBooks;
import dev.offpeak.workers.lines.Manifests;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Once an hour, looks through each account for batches that came of our create calls and that nobody follows: calls
/// that were taken for ones that never happened, and landed after all. They are followed from then on; unless their
/// bundle still waits for a batch they are cancelled, and what they finished is used or metered.
public final class SweepOrphans {
    private static final Logger LOG = System.getLogger(SweepOrphans.class.getName());

    static final Duration EVERY = Duration.ofHours(1);

    /// How far back it looks: further than a batch can run, and than an outage of ours should last.
    private static final Duration BACK = Duration.ofHours(50);

    /// How long after it was made a call that was given up may still land.
    private static final Duration LANDS_BY = Duration.ofHours(2);

    /// How far the provider's clock may be from ours.
    private static final Duration SKEW = Duration.ofMinutes(2);

    private final Providers providers;
    private final BatchStore batches;
    private final BundleStore bundles;
    private final ObjectStore objects;
    private final AccountBooks accounts;
    private final InstantSource clock;
    private volatile Instant next = Instant.MIN;

    /// Where bundles, batches and bytes are kept.
    public record Stores(BatchStore batches, BundleStore bundles, ObjectStore objects) {}

    public SweepOrphans(Providers providers, Stores stores, AccountBooks accounts, InstantSource clock) {
        this.providers = providers;
        this.batches = stores.batches();
        this.bundles = stores.bundles();
        this.objects = stores.objects();
        this.accounts = accounts;
        this.clock = clock;
    }

    /// @return how many orphans were taken in; none when it is not time yet
    public int run() {
        var now = clock.instant();
        if (now.isBefore(next)) {
            return 0;
        }
        next = now.plus(EVERY);
        int adopted = 0;
        for (var id : providers.ids()) {
            for (var account : providers.get(id).accounts()) {
                adopted += sweep(providers.get(id), account, now);
            }
        }
        return adopted;
    }

    private int sweep(Provider provider, Account account, Instant now) {
        return switch (account.batches().createdSince(now.minus(BACK))) {
            case SightingsOutcome.Unavailable(var failure) -> {
                LOG.log(Level.WARNING, "account {0} cannot be swept: {1}", account.id(), failure.code());
                yield 0;
            }
            case SightingsOutcome.Seen(var sightings) ->
                (int) sightings.stream()
                        .filter(sighting -> batches.find(sighting.batch().id()).isEmpty())
                        .filter(sighting -> adopted(provider, account, sighting))
                        .count();
        };
    }

    private boolean adopted(Provider provider, Account account, Sighting sighting) {
        var bundle = sighting.mark().isPresent()
                ? sighting.mark().flatMap(Mark::bundle).flatMap(bundles::find)
                : presumed(provider, account, sighting.batch()).flatMap(bundles::find);
        try {
            return bundle.isPresent() && adopt(account, sighting, bundle.get());
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "orphan {0} cannot be taken in: {1}",
                    sighting.batch().id(),
                    e.getMessage());
            return false;
        }
    }

    /// Without a mark, time and size have to do, as for calls in doubt; that the rows are ours shows when it has ended.
    private Optional<BundleId> presumed(Provider provider, Account account, BatchView batch) {
        var book = accounts.read(AccountBooks.key(provider, account));
        if (book.held().values().stream().anyMatch(Hold::open)) {
            // it may be the batch of a call that is still in doubt, which its bundler looks up
            return Optional.empty();
        }
        return book.givenUp().stream()
                .filter(call -> call.lines() == batch.counts().total()
                        && !batch.createdAt().isBefore(call.intentAt().minus(SKEW))
                        && batch.createdAt().isBefore(call.intentAt().plus(LANDS_BY)))
                .map(GivenUp::bundle)
                .findFirst();
    }

    private boolean adopt(Account account, Sighting sighting, Bundle bundle) throws IOException {
        var manifest = manifest(bundle.state());
        if (manifest.isEmpty()) {
            return false;
        }
        var view = sighting.batch();
        var lines = Manifests.read(objects, manifest.get());
        // one that carries our mark is what its bundle waits for; any other has come too late to be of use
        boolean wanted = sighting.mark().isPresent() && isWaiting(bundle.state());
        var now = clock.instant();
        var batch = new Batch(
                view.id(),
                bundle.id(),
                manifest.get(),
                bundle.key(),
                account.id(),
                lines.count(),
                lines.tenants(),
                now,
                view.expiresAt(),
                wanted ? bundle.urgency() : bundle.urgency().with(Jobs.LEFT),
                new BatchState.Active(),
                view.counts(),
                now,
                1);
        LOG.log(
                Level.WARNING,
                "batch {0} of bundle {1} had no one to follow it{2}",
                view.id(),
                bundle.id(),
                wanted ? "" : " and is of no use any more");
        return batches.adopt(batch) instanceof Write.Done<Batch>;
    }

    /// What a bundle consists of, as far as the sweep may take its batches in: a call in doubt is its bundler's to look
    /// up.
    private static Optional<String> manifest(BundleState state) {
        return switch (state) {
            case BundleState.Claiming claiming -> Optional.empty();
            case BundleState.Sealed(var manifest) -> Optional.of(manifest);
            case BundleState.Uploaded uploaded -> Optional.of(uploaded.manifest());
            case BundleState.Submitting submitting -> Optional.empty();
            case BundleState.Reconcile reconcile -> Optional.empty();
            case BundleState.Fenced fenced -> Optional.empty();
            case BundleState.Submitted submitted -> Optional.of(submitted.manifest());
            case BundleState.Done done -> Optional.of(done.manifest());
            case BundleState.Failed failed -> failed.manifest();
        };
    }

    private static boolean isWaiting(BundleState state) {
        return state instanceof BundleState.Sealed || state instanceof BundleState.Uploaded;
    }
}
