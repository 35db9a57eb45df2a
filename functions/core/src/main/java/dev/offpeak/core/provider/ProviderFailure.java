package dev.offpeak.core.provider;

import java.time.Duration;
import java.util.Optional;

/// A provider's refusal in its own words.
///
/// @param status HTTP status, 0 where there was none
/// @param code the provider's error code or type, an open set
public record ProviderFailure(int status, String code, String message, Optional<Duration> retryAfter) {
    public ProviderFailure(int status, String code, String message) {
        this(status, code, message, Optional.empty());
    }
}
