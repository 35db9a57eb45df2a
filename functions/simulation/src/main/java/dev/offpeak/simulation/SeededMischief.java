package dev.offpeak.simulation;

import java.time.Duration;
import java.util.List;

/// Faults by chance, as often as the seed says, until it has been enough.
final class SeededMischief implements Mischief {
    private final Chance chance;
    private final VirtualTime time;
    private final Rates rates;
    private final Duration until;

    /// How often effects go wrong, in shares of a hundred.
    record Rates(double refused, double lost, double death, double freeze, double lag, Duration slowest) {
        static Rates of(Chance chance) {
            if (chance.percent(20)) {
                return new Rates(0, 0, 0, 0, 0, Duration.ofMillis(50));
            }
            return new Rates(
                    rate(chance, 3),
                    rate(chance, 3),
                    rate(chance, 2.5),
                    rate(chance, 0.6),
                    rate(chance, 30),
                    chance.percent(30) ? Duration.ofSeconds(4) : Duration.ofMillis(300));
        }

        private static double rate(Chance chance, double most) {
            return chance.percent(40) ? 0 : chance.nextDouble() * most;
        }
    }

    /// @param until how long after the start the last fault may happen
    SeededMischief(Chance chance, VirtualTime time, Rates rates, Duration until) {
        this.chance = chance;
        this.time = time;
        this.rates = rates;
        this.until = until;
    }

    @Override
    public Fault fault(Effect effect) {
        double draw = chance.nextDouble() * 100;
        if (isCalm()) {
            return Fault.NONE;
        }
        for (var fault : Fault.values()) {
            double share = share(fault, effect);
            if (draw < share) {
                return fault;
            }
            draw -= share;
        }
        return Fault.NONE;
    }

    private double share(Fault fault, Effect effect) {
        return switch (fault) {
            case NONE -> 0;
            case REFUSED -> effect.changes() ? rates.refused() : rates.refused() / 4;
            case REPLY_LOST -> effect.changes() ? rates.lost() / 2 : 0;
            case HALF_LOST -> effect.changes() && effect.many() > 1 ? rates.lost() / 2 : 0;
            case DIES_BEFORE -> effect.changes() ? rates.death() / 2 : rates.death() / 16;
            case DIES_AFTER -> effect.changes() ? rates.death() / 2 : 0;
            case FREEZES -> effect.changes() ? rates.freeze() : 0;
        };
    }

    @Override
    public Duration latency(Effect effect) {
        return effect.changes()
                ? chance.between(Duration.ofMillis(2), rates.slowest())
                : Duration.ofMillis(1 + chance.nextInt(20));
    }

    @Override
    public Landing landing() {
        return chance.pick(List.of(Landing.values()));
    }

    /// With a fence it may be ever so late; without one, the grace has to hold it and the list's lag.
    @Override
    public Duration delay(boolean fenced) {
        return chance.between(
                Duration.ofSeconds(1),
                chance.percent(fenced ? 20 : 60)
                        ? Duration.ofMinutes(4)
                        : fenced ? Duration.ofMinutes(40) : Duration.ofMinutes(18));
    }

    @Override
    public Duration freeze() {
        return chance.between(Duration.ofMinutes(1), Duration.ofMinutes(50));
    }

    @Override
    public boolean lags() {
        return !isCalm() && chance.percent(rates.lag());
    }

    private boolean isCalm() {
        return time.now().isAfter(VirtualTime.START.plus(until));
    }
}
