package dev.offpeak.gateway.jobs;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.pricing.Cost;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.provider.SyncApi.SyncOutcome;
import java.time.Duration;

/// A job's call on the caller's own connection: made once, entered in the ledger.
public final class InlineCall {
    private final Till till;
    private final Duration timeout;

    public InlineCall(Till till, Duration timeout) {
        this.till = till;
        this.timeout = timeout;
    }

    /// @param usage and cost are zero unless the provider answered 2xx
    public record Result(SyncOutcome outcome, Usage usage, Cost cost) {}

    public Result make(TenantId tenant, Provider provider, Request request, String model) {
        var outcome = provider.first().calls().call(request, timeout);
        switch (outcome) {
            case SyncOutcome.Answered answered
            when answered.succeeded() -> {
                var usage = provider.dialect().readUsage(request.endpoint(), answered.body());
                return new Result(outcome, usage, till.succeeded(tenant, provider, model, usage, true));
            }
            case SyncOutcome.Answered refused -> till.failed(tenant, provider, model);
            case SyncOutcome.NotSent notSent -> till.failed(tenant, provider, model);
            case SyncOutcome.InDoubt(var why) -> till.inDoubt(tenant, provider, model, why);
        }
        return new Result(outcome, Usage.NONE, Cost.NONE);
    }
}
