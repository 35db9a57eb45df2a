package dev.offpeak.testkit;

import dev.offpeak.core.account.AccountBook;
import dev.offpeak.core.account.AccountKey;
import dev.offpeak.core.account.AccountStore;
import dev.offpeak.core.store.Write;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Account books in memory.
public final class FakeAccountStore implements AccountStore {
    private final Map<AccountKey, AccountBook> rows = new LinkedHashMap<>();

    @Override
    public synchronized Optional<AccountBook> find(AccountKey key) {
        return Optional.ofNullable(rows.get(key));
    }

    @Override
    public synchronized Write<AccountBook> put(AccountBook next) {
        var row = rows.get(next.key());
        if ((row == null ? 0 : row.version()) != next.version() - 1) {
            return row == null ? Write.lost() : Write.lost(row);
        }
        rows.put(next.key(), next);
        return Write.done();
    }

    /// Every book.
    public synchronized List<AccountBook> rows() {
        return List.copyOf(rows.values());
    }
}
