package dev.offpeak.workers.accounts;

import dev.offpeak.core.account.AccountBook;
import dev.offpeak.core.account.AccountBook.Answer;
import dev.offpeak.core.account.AccountKey;
import dev.offpeak.core.account.AccountStore;
import dev.offpeak.core.account.Hold;
import dev.offpeak.core.account.Need;
import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.bundle.BundleStore;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.provider.Account;
import dev.offpeak.core.provider.BatchView;
import dev.offpeak.core.provider.BatchView.LineProblem;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.store.Write;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Keeps the accounts' books. Every change is decided on a book as it was read and written only if it still stands;
/// else it is decided again.
public final class AccountBooks {
    private static final Logger LOG = System.getLogger(AccountBooks.class.getName());

    /// Bundler and pollers are few, and a change takes milliseconds.
    private static final int TRIES = 10;

    private final AccountStore store;
    private final BundleStore bundles;
    private final InstantSource clock;

    public AccountBooks(AccountStore store, BundleStore bundles, InstantSource clock) {
        this.store = store;
        this.bundles = bundles;
        this.clock = clock;
    }

    /// Which account could take a bundle now.
    public sealed interface Choice {
        record Chosen(Account account) implements Choice {}

        /// None before then.
        record Nowhere(Answer.NotNow soonest) implements Choice {}

        /// None ever, as the bundle is.
        record TooLarge(String why) implements Choice {}
    }

    /// The first of the provider's accounts that would take it. Nothing is taken yet, see [#reserve].
    public Choice choose(Provider provider, Need need) {
        var soonest = Optional.<Answer.NotNow>empty();
        var tooLarge = "";
        for (var account : provider.accounts()) {
            switch (ask(read(key(provider, account)), account, need)) {
                case Answer.Admitted admitted -> {
                    return new Choice.Chosen(account);
                }
                case Answer.NotNow later -> soonest = Optional.of(sooner(soonest.orElse(later), later));
                case Answer.Busy busy -> soonest = Optional.of(sooner(soonest.orElse(busy(busy)), busy(busy)));
                case Answer.TooLarge(var why) -> tooLarge = why;
            }
        }
        return soonest.isPresent() ? new Choice.Nowhere(soonest.get()) : new Choice.TooLarge(tooLarge);
    }

    /// Takes the bundle's room in the account's queue, if there is any. To be done before its create call; doing it
    /// twice takes it once.
    public Answer reserve(Provider provider, Account account, Need need) {
        for (int tries = 0; tries < TRIES; tries++) {
            var answer = ask(read(key(provider, account)), account, need);
            if (!(answer instanceof Answer.Admitted(var book))) {
                return answer instanceof Answer.Busy busy ? busy(busy) : answer;
            }
            switch (store.put(book.next())) {
                case Write.Done<AccountBook> done -> {
                    return answer;
                }
                case Write.Lost<AccountBook> lost -> {}
                case Write.NotDone<AccountBook>(var why) -> {
                    return later("its book cannot be written: " + why);
                }
            }
        }
        return later("its book is being written by too many");
    }

    /// Changes an account's book.
    ///
    /// @return false where it could not be written; what is then held for nothing is found by [SweepHolds]
    public boolean change(AccountKey key, UnaryOperator<AccountBook> change) {
        for (int tries = 0; tries < TRIES; tries++) {
            var book = read(key);
            var next = change.apply(book);
            if (next.equals(book)) {
                return true;
            }
            switch (store.put(next.next())) {
                case Write.Done<AccountBook> done -> {
                    return true;
                }
                case Write.Lost<AccountBook> lost -> {}
                case Write.NotDone<AccountBook>(var why) -> {
                    LOG.log(Level.WARNING, "the book of {0} was not written: {1}", key, why);
                    return false;
                }
            }
        }
        LOG.log(Level.WARNING, "the book of {0} was not written: others were faster {1} times", key, TRIES);
        return false;
    }

    /// What the provider shows of a batch. Once it is over, its room is free.
    public void seen(Batch batch, BatchView.Status status) {
        switch (status) {
            case BatchView.Status.Ended ended -> ended(batch, true);
            case BatchView.Status.Invalid(var problems) -> {
                if (problems.stream().anyMatch(LineProblem::passing)) {
                    tokenLimit(batch);
                } else {
                    ended(batch, false);
                }
            }
            case BatchView.Status.Running running -> {}
            case BatchView.Status.Canceling canceling -> {}
            case BatchView.Status.Unknown unknown -> {}
        }
    }

    /// @param ranAtAll whether the provider took it into its queue
    public void ended(Batch batch, boolean ranAtAll) {
        // seen before it is known whose it is: by the time it is released it may be another call's
        var seen = hold(key(batch), batch.bundle());
        if (isHeldFor(batch)) {
            change(key(batch), book -> {
                var left = book.released(batch.bundle(), seen);
                return ranAtAll ? left.accepted(batch.key().affinity()) : left;
            });
        }
    }

    /// The provider refused the batch because its queue is full.
    public void tokenLimit(Batch batch) {
        var seen = hold(key(batch), batch.bundle());
        if (isHeldFor(batch)) {
            LOG.log(Level.WARNING, "batch {0}: the queue of {1} is full", batch.id(), key(batch));
            change(key(batch), book -> book.refused(batch.bundle(), seen, clock.instant()));
        }
    }

    /// @param bytes of lines that were answered
    /// @param promptTokens as they are billed
    public void learned(Batch batch, long bytes, long promptTokens) {
        change(key(batch), book -> book.learn(batch.key().affinity(), bytes, promptTokens));
    }

    /// To be asked before the write that makes the room free, and given to [AccountBook#released] after it.
    public Optional<Hold> hold(AccountKey key, BundleId bundle) {
        return read(key).hold(bundle);
    }

    public AccountBook read(AccountKey key) {
        return store.find(key).orElseGet(() -> AccountBook.empty(key));
    }

    public static AccountKey key(Provider provider, Account account) {
        return new AccountKey(provider.id(), account.id());
    }

    private static AccountKey key(Batch batch) {
        return new AccountKey(batch.key().provider(), batch.account());
    }

    private boolean isHeldFor(Batch batch) {
        return bundles.find(batch.bundle())
                .map(bundle -> Standing.isOf(bundle.state(), batch))
                .orElse(true);
    }

    /// A bundle that was accounted for may still be down as not: whoever should have written that died.
    private Answer ask(AccountBook book, Account account, Need need) {
        var asked = need.aloneIf(!account.batches().marks());
        var answer = book.admit(account.limits(), asked, clock.instant());
        return answer instanceof Answer.Busy(var other) && isAccountedFor(book, other)
                ? ask(book.accounted(other), account, need)
                : answer;
    }

    private boolean isAccountedFor(AccountBook book, BundleId bundle) {
        return bundles.find(bundle)
                .map(found -> Standing.isAccountedFor(found.state(), book.key().account()))
                .orElse(true);
    }

    private static Answer.NotNow sooner(Answer.NotNow one, Answer.NotNow other) {
        return one.until().isAfter(other.until()) ? other : one;
    }

    private Answer.NotNow busy(Answer.Busy busy) {
        return later("the create call of " + busy.with() + " is not accounted for");
    }

    private Answer.NotNow later(String why) {
        return new Answer.NotNow(clock.instant().plus(AccountBook.LOOK_AGAIN), why);
    }
}
