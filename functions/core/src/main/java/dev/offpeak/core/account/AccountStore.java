package dev.offpeak.core.account;

import dev.offpeak.core.store.Write;
import java.util.Optional;

/// Where account books are kept.
public interface AccountStore {
    /// The book as it was last written.
    Optional<AccountBook> find(AccountKey key);

    /// Writes it if the row still has version `next.version() - 1`; a first version if there is no row.
    Write<AccountBook> put(AccountBook next);
}
