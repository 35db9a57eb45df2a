package dev.offpeak.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// A check that cannot fail is a defect: the simulation has to reject what is known to be wrong.
class MutantsTest {
    /// Enough for the rarest of them several times over.
    private static final int SEEDS = 1_500;

    @Test
    void no_naive_design_survives_and_the_careful_one_does() {
        var survivors = new ArrayList<String>();
        Set<Long> killers = new TreeSet<>();
        Mutants.all().forEach((name, mutant) -> {
            var failure = Seeds.run(0, SEEDS, mutant).failure();
            failure.ifPresentOrElse(
                    found -> {
                        killers.add(found.seed());
                        System.out.printf(
                                "  killed by %-8s seed %-4d %s%n",
                                String.join(",", Invariants.kinds(found.violations())), found.seed(), name);
                    },
                    () -> {
                        // some need one fault at the one right moment
                        var points = CrashPoints.of(true, mutant);
                        System.out.printf(
                                "  survives %d seeds, fails at %d of %d crash points: %s%n",
                                SEEDS, points.failures().size(), points.points(), name);
                        if (points.failures().isEmpty()) {
                            survivors.add(name);
                        }
                    });
        });
        assertThat(survivors).isEmpty();
        for (var seed : killers) {
            assertThat(Simulation.run(seed, Mutation.NONE).violations())
                    .describedAs("seed %d without a mutant", seed)
                    .isEqualTo(List.of());
        }
    }
}
