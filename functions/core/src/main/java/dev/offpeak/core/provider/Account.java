package dev.offpeak.core.provider;

import dev.offpeak.core.id.AccountId;

/// One credential with a provider: what it may do, and the APIs called with it.
public record Account(AccountId id, AccountLimits limits, BatchApi batches, SyncApi calls) {}
