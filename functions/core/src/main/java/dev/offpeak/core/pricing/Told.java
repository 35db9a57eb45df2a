package dev.offpeak.core.pricing;

import java.time.Instant;
import java.util.Optional;

/// How much of what a call costs its usage tells.
public enum Told {
    ALL,
    PART,
    /// There is nothing to tell, such as of counting tokens.
    FREE;

    /// Empty where it is not known: part of a price would pass for the whole.
    public Optional<Cost> cost(PriceList prices, String model, Instant at, Usage usage) {
        return switch (this) {
            case ALL -> prices.cost(model, at, usage);
            case PART -> Optional.empty();
            case FREE -> Optional.of(Cost.NONE);
        };
    }
}
