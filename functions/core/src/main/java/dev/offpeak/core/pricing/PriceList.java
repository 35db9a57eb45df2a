package dev.offpeak.core.pricing;

import java.time.Instant;
import java.util.Optional;

/// A provider's prices as data with effective dates.
@FunctionalInterface
public interface PriceList {
    /// Empty for a model whose price is not known: its calls are counted as unpriced, never guessed.
    Optional<Price> price(String model, Instant at);
}
