package dev.offpeak.gateway.jobs;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.pricing.Cost;
import dev.offpeak.core.pricing.Ledger;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.pricing.Told;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.routing.Lane;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;

/// Prices direct calls and enters them in the ledger.
public final class Till {
    private static final Logger LOG = System.getLogger(Till.class.getName());

    private static final LedgerLine.Amounts ONE_IN_DOUBT =
            LedgerLine.Amounts.ONE_FAILED.plus(LedgerLine.Amounts.of(LedgerLine.Unused.ONE_IN_DOUBT));

    private final Ledger ledger;
    private final InstantSource clock;

    public Till(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /// A call that the provider answered with a success.
    ///
    /// @return what it cost, where that is known
    public Optional<Cost> succeeded(TenantId tenant, Provider provider, String model, Usage usage, Told told) {
        var now = clock.instant();
        var cost = told.cost(provider.prices(), model, now, usage);
        var amounts = new LedgerLine.Amounts(
                1, 0, cost.isPresent() ? 0 : 1, usage.prompt(), usage.output(), cost.orElse(Cost.NONE));
        enter(tenant, provider, model, now, amounts);
        return cost;
    }

    /// A call that was refused or never sent.
    public void failed(TenantId tenant, Provider provider, String model) {
        enter(tenant, provider, model, clock.instant(), LedgerLine.Amounts.ONE_FAILED);
    }

    /// A call whose answer is lost: it may have been charged, and only the provider's bill knows.
    public void inDoubt(TenantId tenant, Provider provider, String model, String why) {
        LOG.log(Level.WARNING, "a call of {0} to {1}: possible_duplicate_spend: {2}", tenant, provider.id(), why);
        enter(tenant, provider, model, clock.instant(), ONE_IN_DOUBT);
    }

    /// The call is made and paid for: whatever a store does, its answer goes to the caller.
    private void enter(TenantId tenant, Provider provider, String model, Instant now, LedgerLine.Amounts amounts) {
        var line = new LedgerLine(
                new LedgerLine.Account(
                        tenant, now.atOffset(ZoneOffset.UTC).toLocalDate(), Lane.SYNC, provider.id(), model),
                amounts);
        try {
            ledger.add(line);
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "{0} may not be in the ledger: {1}: {2}",
                    line,
                    e.getClass().getSimpleName(),
                    e.getMessage());
        }
    }
}
