package dev.offpeak.simulation;

import dev.offpeak.core.provider.Body;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a provider charges: one unit for every answer it made, whoever got to see it.
final class Bill {
    /// How a unit was asked for.
    enum Way {
        BATCH,
        DIRECT
    }

    /// One answer.
    static final class Unit {
        private final String prompt;
        private final Way way;
        private final long nanos;
        private final Body answer;
        private boolean told = true;

        Unit(String prompt, Way way, long nanos, Body answer) {
            this.prompt = prompt;
            this.way = way;
            this.nanos = nanos;
            this.answer = answer;
        }

        /// The prompt's own word, which stands in one job only, or in several that may share a call.
        String prompt() {
            return prompt;
        }

        Way way() {
            return way;
        }

        long nanos() {
            return nanos;
        }

        Body answer() {
            return answer;
        }

        /// Whether the provider's results show it.
        boolean isTold() {
            return told;
        }

        void keepBack() {
            told = false;
        }
    }

    private final List<Unit> units = new ArrayList<>();
    private final Set<String> refusedForGood = new HashSet<>();
    private final List<String> strange = new ArrayList<>();

    Unit charge(String prompt, Way way, long nanos, Body answer) {
        var unit = new Unit(prompt, way, nanos, answer);
        units.add(unit);
        return unit;
    }

    /// A job whose prompt the provider has refused, and told so where its caller can read it.
    void refuseForGood(String job) {
        refusedForGood.add(job);
    }

    boolean isRefusedForGood(String job) {
        return refusedForGood.contains(job);
    }

    /// Something came that no caller can have wanted.
    void complain(String what) {
        strange.add(what);
    }

    List<Unit> units() {
        return List.copyOf(units);
    }

    List<String> complaints() {
        return List.copyOf(strange);
    }
}
