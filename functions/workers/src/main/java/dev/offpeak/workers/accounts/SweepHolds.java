package dev.offpeak.workers.accounts;

import dev.offpeak.core.account.AccountBook;
import dev.offpeak.core.account.AccountKey;
import dev.offpeak.core.account.Hold;
import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchState;
import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.bundle.BundleState;
import dev.offpeak.core.bundle.BundleStore;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.provider.Providers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Releases what is held for bundles that need it no more: whoever should have released it died, or its write did.
/// Looks at every hold, at most once an hour.
public final class SweepHolds {
    private static final Logger LOG = System.getLogger(SweepHolds.class.getName());
    private static final Duration EVERY = Duration.ofHours(1);

    private final Providers providers;
    private final AccountBooks books;
    private final BundleStore bundles;
    private final BatchStore batches;
    private final InstantSource clock;

    public SweepHolds(
            Providers providers, AccountBooks books, BundleStore bundles, BatchStore batches, InstantSource clock) {
        this.providers = providers;
        this.books = books;
        this.bundles = bundles;
        this.batches = batches;
        this.clock = clock;
    }

    public void run() {
        for (var id : providers.ids()) {
            var provider = providers.get(id);
            for (var account : provider.accounts()) {
                sweep(AccountBooks.key(provider, account));
            }
        }
    }

    /// Looked up once, however often the book has to be written; a bundle that is admitted anew meanwhile keeps its
    /// hold.
    private void sweep(AccountKey key) {
        var now = clock.instant();
        var seen = books.read(key);
        if (seen.held().isEmpty() || now.isBefore(seen.sweptAt().plus(EVERY))) {
            return;
        }
        var leaked = seen.held().entrySet().stream()
                .filter(held -> isLeaked(seen, held))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        log(seen, leaked.keySet());
        books.change(key, book -> book.swept(leaked, now));
    }

    private boolean isLeaked(AccountBook book, Map.Entry<BundleId, Hold> held) {
        return bundles.find(held.getKey())
                .map(bundle -> Standing.isLeaked(
                        bundle.state(),
                        held.getValue(),
                        book.key().account(),
                        hasEnded(bundle.state()),
                        clock.instant()))
                .orElse(true);
    }

    private boolean hasEnded(BundleState state) {
        return state instanceof BundleState.Submitted(var manifest, var batch, var guess) && hasEnded(batch);
    }

    private boolean hasEnded(BatchId id) {
        return batches.find(id).map(Batch::state).filter(SweepHolds::isOver).isPresent();
    }

    private static boolean isOver(BatchState state) {
        return switch (state) {
            case BatchState.Active active -> false;
            case BatchState.Canceling canceling -> false;
            case BatchState.Missing missing -> false;
            case BatchState.Ended ended -> true;
            case BatchState.Copied copied -> true;
            case BatchState.Imported imported -> true;
        };
    }

    private static void log(AccountBook book, Set<BundleId> leaked) {
        if (!leaked.isEmpty()) {
            LOG.log(Level.INFO, "account {0}: {1} were held for nothing", book.key(), leaked);
        }
    }
}
