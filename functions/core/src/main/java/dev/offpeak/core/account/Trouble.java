package dev.offpeak.core.account;

import dev.offpeak.core.provider.ProviderFailure;

/// What a failed call says about making the next one.
enum Trouble {
    /// Nothing: the provider answers, it only does not like what was asked.
    NONE,
    /// Too fast; it says when to go on.
    RATE,
    /// Key, balance, permission or spend cap: a person has to put it right. A spend cap is a 429 that names no time.
    ACCOUNT,
    /// The provider is unwell, or cannot be reached.
    PROVIDER;

    static Trouble of(ProviderFailure failure) {
        return switch (failure.status()) {
            case 401, 402, 403 -> ACCOUNT;
            case 429 -> failure.retryAfter().isPresent() ? RATE : ACCOUNT;
            // in doubt about an earlier call, or out of time: as good as no answer
            case 0, 408, 409 -> PROVIDER;
            default -> failure.status() >= 500 ? PROVIDER : NONE;
        };
    }
}
