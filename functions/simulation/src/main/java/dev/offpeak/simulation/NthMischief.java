package dev.offpeak.simulation;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/// Exactly one fault: the nth effect of a kind goes wrong in one way. Without one, the same run each time.
final class NthMischief implements Mischief {
    private final Predicate<Effect> kind;
    private final int nth;
    private final Fault fault;
    private final Landing landing;
    private int seen;
    private Optional<Effect> victim = Optional.empty();

    NthMischief(Predicate<Effect> kind, int nth, Fault fault, Landing landing) {
        this.kind = kind;
        this.nth = nth;
        this.fault = fault;
        this.landing = landing;
    }

    /// What went wrong; empty when there were fewer effects.
    Optional<Effect> victim() {
        return victim;
    }

    @Override
    public Fault fault(Effect effect) {
        if (!kind.test(effect) || ++seen != nth) {
            return Fault.NONE;
        }
        victim = Optional.of(effect);
        return fault;
    }

    @Override
    public Duration latency(Effect effect) {
        return Duration.ofMillis(5);
    }

    @Override
    public Landing landing() {
        return landing;
    }

    @Override
    public Duration delay(boolean fenced) {
        return Duration.ofMinutes(fenced ? 25 : 6);
    }

    @Override
    public Duration freeze() {
        return Duration.ofMinutes(25);
    }

    @Override
    public boolean lags() {
        return false;
    }
}
