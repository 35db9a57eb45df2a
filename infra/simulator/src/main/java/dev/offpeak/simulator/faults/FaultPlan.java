package dev.offpeak.simulator.faults;

import dev.offpeak.simulator.http.Hash;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// The rules in force, each with its own count of calls seen and fired.
public final class FaultPlan {
    private final List<Armed> rules = new CopyOnWriteArrayList<>();

    public void add(FaultRule rule) {
        rules.add(new Armed(rule));
    }

    public void clear() {
        rules.clear();
    }

    public List<FaultRule> rules() {
        return rules.stream().map(armed -> armed.rule).toList();
    }

    /// The effects that hit this call; counts the call for every matching rule.
    public List<Effect> arm(String operation) {
        return rules.stream()
                .filter(armed -> armed.rule.matches(operation))
                .map(Armed::fire)
                .flatMap(Optional::stream)
                .toList();
    }

    private static final class Armed {
        private final FaultRule rule;
        private int seen;
        private int fired;

        Armed(FaultRule rule) {
            this.rule = rule;
        }

        synchronized Optional<Effect> fire() {
            seen++;
            boolean eligible = seen >= rule.nth() && fired < rule.times();
            if (!eligible || Hash.unit(rule.operation(), seen) >= rule.probability()) {
                return Optional.empty();
            }
            fired++;
            return Optional.of(rule.effect());
        }
    }
}
