package dev.offpeak.testkit;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.pricing.Ledger;
import dev.offpeak.core.pricing.LedgerLine;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A ledger in memory.
public final class FakeLedger implements Ledger {
    private final Map<LedgerLine.Account, LedgerLine> lines = new LinkedHashMap<>();

    @Override
    public synchronized void add(LedgerLine line) {
        lines.merge(line.account(), line, LedgerLine::plus);
    }

    @Override
    public synchronized List<LedgerLine> read(TenantId tenant, LocalDate from, LocalDate to) {
        return lines.values().stream()
                .filter(line -> line.account().tenant().equals(tenant))
                .filter(line -> !line.account().day().isBefore(from)
                        && !line.account().day().isAfter(to))
                .toList();
    }

    /// Every line of every tenant.
    public synchronized List<LedgerLine> lines() {
        return new ArrayList<>(lines.values());
    }
}
