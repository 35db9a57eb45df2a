package dev.offpeak.core.pricing;

import dev.offpeak.core.id.TenantId;
import java.time.LocalDate;
import java.util.List;

/// Where ledger lines are kept.
public interface Ledger {
    /// Adds outside of any transaction: for calls that have no job row to tie the line to.
    void add(LedgerLine line);

    /// All lines of a tenant from `from` to `to`, both included.
    List<LedgerLine> read(TenantId tenant, LocalDate from, LocalDate to);
}
