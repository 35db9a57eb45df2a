package dev.offpeak.core.provider;

import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.pricing.PriceList;

/// One provider, whole: how it speaks, what it costs, and the account it is called with.
public record Provider(Dialect dialect, PriceList prices, AccountId account, BatchApi batches, SyncApi calls) {
    public ProviderId id() {
        return dialect.provider();
    }
}
