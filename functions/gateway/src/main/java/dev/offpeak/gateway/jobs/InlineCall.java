package dev.offpeak.gateway.jobs;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.pricing.Cost;
import dev.offpeak.core.pricing.Ledger;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.provider.SyncApi.SyncOutcome;
import dev.offpeak.core.routing.Lane;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;

/// A call on the caller's own connection: made once, passed through, entered in the ledger.
public final class InlineCall {
    private static final Logger LOG = System.getLogger(InlineCall.class.getName());

    private final Ledger ledger;
    private final InstantSource clock;
    private final Duration timeout;

    public InlineCall(Ledger ledger, InstantSource clock, Duration timeout) {
        this.ledger = ledger;
        this.clock = clock;
        this.timeout = timeout;
    }

    /// @param usage and cost are zero unless the provider answered 2xx
    public record Result(SyncOutcome outcome, Usage usage, Cost cost) {}

    public Result make(TenantId tenant, Provider provider, Request request, String model) {
        var outcome = provider.first().calls().call(request, timeout);
        var now = clock.instant();
        var usage = Usage.NONE;
        var amounts = LedgerLine.Amounts.ONE_FAILED;
        var cost = Cost.NONE;
        if (outcome instanceof SyncOutcome.Answered answered && answered.succeeded()) {
            usage = provider.dialect().readUsage(request.endpoint(), answered.body());
            var price = provider.prices().price(model, now);
            var billed = usage;
            cost = price.map(known -> known.cost(billed)).orElse(Cost.NONE);
            // an answer that tells no usage, such as a stream of events, did not cost nothing: it is not known
            boolean priced = price.isPresent() && !usage.equals(Usage.NONE);
            amounts = new LedgerLine.Amounts(1, 0, priced ? 0 : 1, usage.prompt(), usage.output(), cost);
        }
        enter(new LedgerLine(
                new LedgerLine.Account(
                        tenant, now.atOffset(ZoneOffset.UTC).toLocalDate(), Lane.SYNC, provider.id(), model),
                amounts));
        return new Result(outcome, usage, cost);
    }

    /// The call is made and paid for: whatever a store does, its answer goes to the caller.
    private void enter(LedgerLine line) {
        try {
            ledger.add(line);
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "{0} was not entered in the ledger: {1}: {2}",
                    line,
                    e.getClass().getSimpleName(),
                    e.getMessage());
        }
    }
}
