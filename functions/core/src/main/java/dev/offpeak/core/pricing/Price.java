package dev.offpeak.core.pricing;

import java.util.Optional;

/// The price of one model from one day on.
///
/// @param step dearer rates for the whole call once its prompt is longer than a threshold
public record Price(Rates standard, Rates batch, Optional<Step> step) {
    /// @param above prompt tokens, cache included
    public record Step(long above, Rates standard, Rates batch) {}

    public static Price halved(Rates standard) {
        return new Price(standard, standard.times("0.5"), Optional.empty());
    }

    /// Whether nothing is charged, however much is used.
    public boolean isFree() {
        return standard.isFree() && step.isEmpty();
    }

    /// What the call cost on the tier it ran on, and what it would have cost on the synchronous endpoint.
    public Cost cost(Usage usage) {
        var dear = step.filter(step -> usage.prompt() > step.above());
        var sync = dear.map(Step::standard).orElse(standard);
        var half = dear.map(Step::batch).orElse(batch);
        var paid = switch (usage.tier()) {
            case STANDARD -> sync;
            case BATCH, FLEX -> half;
            case PRIORITY -> sync.times("2");
        };
        return new Cost(paid.cost(usage), sync.cost(usage));
    }
}
