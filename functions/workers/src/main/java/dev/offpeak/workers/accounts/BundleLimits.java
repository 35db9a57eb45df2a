package dev.offpeak.workers.accounts;

import dev.offpeak.core.account.AccountBook;
import dev.offpeak.core.account.AccountKey;
import dev.offpeak.core.provider.Account;
import dev.offpeak.core.provider.BatchLimits;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.segment.BundleKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// How large a bundle may be so that some account's queue takes it one day.
public final class BundleLimits implements Function<BundleKey, BatchLimits> {
    /// One run asks for dozens of keys within seconds.
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final Providers providers;
    private final AccountBooks books;
    private final InstantSource clock;
    private final Map<AccountKey, Seen> seen = new ConcurrentHashMap<>();

    private record Seen(AccountBook book, Instant at) {}

    public BundleLimits(Providers providers, AccountBooks books, InstantSource clock) {
        this.providers = providers;
        this.books = books;
        this.clock = clock;
    }

    @Override
    public BatchLimits apply(BundleKey key) {
        var provider = providers.get(key.provider());
        long requests = provider.accounts().stream()
                .mapToLong(account -> account.limits().enqueuedRequests())
                .max()
                .orElseThrow();
        long bytes = provider.accounts().stream()
                .mapToLong(account -> largest(provider, account, key.affinity()))
                .max()
                .orElseThrow();
        return provider.dialect().batchLimits().atMost(requests, bytes);
    }

    private long largest(Provider provider, Account account, String model) {
        var now = clock.instant();
        return book(AccountBooks.key(provider, account), now).largest(account.limits(), model, now);
    }

    private AccountBook book(AccountKey key, Instant now) {
        var before = seen.get(key);
        if (before != null && !now.isAfter(before.at().plus(FRESH))) {
            return before.book();
        }
        var book = books.read(key);
        seen.put(key, new Seen(book, now));
        return book;
    }
}
