package dev.offpeak.core.pricing;

import java.time.Instant;
import java.util.Optional;

/// A provider's prices as data with effective dates.
@FunctionalInterface
public interface PriceList {
    /// Empty for a model whose price is not known: its calls are counted as unpriced, never guessed.
    Optional<Price> price(String model, Instant at);

    /// Empty as well where the usage is not known.
    default Optional<Cost> cost(String model, Instant at, Usage usage) {
        return price(model, at)
                .filter(price -> usage.isTold() || price.isFree())
                .map(price -> price.cost(usage));
    }
}
