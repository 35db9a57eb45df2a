package dev.offpeak.core.provider;

import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.pricing.PriceList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// One provider, whole: how it speaks, what it costs, and the accounts it is called with.
///
/// @param accounts in the order they are preferred; callers who wait are served by the first
public record Provider(Dialect dialect, PriceList prices, List<Account> accounts) {
    public Provider {
        accounts = List.copyOf(accounts);
        if (accounts.isEmpty()) {
            throw new IllegalArgumentException("provider " + dialect.provider() + " has no account");
        }
        var names = new HashSet<AccountId>();
        for (var account : accounts) {
            if (!names.add(account.id())) {
                throw new IllegalArgumentException(
                        "provider " + dialect.provider() + " has account " + account.id() + " twice");
            }
        }
    }

    public ProviderId id() {
        return dialect.provider();
    }

    public Account first() {
        return accounts.getFirst();
    }

    /// Direct calls a minute over all accounts.
    public int callsPerMinute() {
        return accounts.stream()
                .mapToInt(account -> account.limits().callsPerMinute())
                .sum();
    }

    public Optional<Account> find(AccountId id) {
        return accounts.stream().filter(account -> account.id().equals(id)).findFirst();
    }

    /// For ids a bundle or batch was submitted with: what is theirs can only be reached through them.
    public Account account(AccountId id) {
        return find(id).orElseThrow(() -> new IllegalStateException("account " + id + " of " + dialect.provider()
                + " is not configured; configured: "
                + accounts.stream().map(Account::id).toList()));
    }
}
