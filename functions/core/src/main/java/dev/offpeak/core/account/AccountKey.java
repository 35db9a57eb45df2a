package dev.offpeak.core.account;

import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.id.ProviderId;

/// Names an account among those of all providers.
public record AccountKey(ProviderId provider, AccountId account) {
    @Override
    public String toString() {
        return provider + "/" + account;
    }
}
