package dev.offpeak.gateway.jobs;

import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.pricing.Cost;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.MeteredCall;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.provider.SyncApi.SyncOutcome;
import java.time.Duration;
import java.util.Optional;

/// A job's call on the caller's own connection: made once, entered in the ledger.
public final class InlineCall {
    private final Till till;
    private final Duration timeout;

    public InlineCall(Till till, Duration timeout) {
        this.till = till;
        this.timeout = timeout;
    }

    /// @param usage of a success
    /// @param cost of a success, where it is known
    public record Result(SyncOutcome outcome, Usage usage, Optional<Cost> cost) {}

    public Result make(TenantId tenant, Provider provider, Request request, String model) {
        var call = MeteredCall.of(provider.dialect(), request);
        var outcome = provider.first().calls().call(call.request(), timeout);
        switch (outcome) {
            case SyncOutcome.Answered answered
            when answered.succeeded() -> {
                var metered = call.read(answered);
                var cost = till.succeeded(tenant, provider, model, metered.usage(), metered.told());
                return new Result(metered.answer(), metered.usage(), cost);
            }
            case SyncOutcome.Answered refused -> till.failed(tenant, provider, model);
            case SyncOutcome.NotSent notSent -> till.failed(tenant, provider, model);
            case SyncOutcome.InDoubt(var why) -> till.inDoubt(tenant, provider, model, why);
        }
        return new Result(outcome, Usage.NONE, Optional.empty());
    }
}
