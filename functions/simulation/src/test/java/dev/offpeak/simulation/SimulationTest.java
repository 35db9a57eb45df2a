package dev.offpeak.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 3_000);

    @Test
    void what_must_always_hold_holds_in_thousands_of_bad_days() {
        var report = Seeds.run(0, SEEDS, Mutation.NONE);
        System.out.printf(
                "  %,d seeds, %,d jobs, %,d of them answered by the call of another, %,d steps%n",
                report.seeds(), report.jobs(), report.followers(), report.steps());
        assertThat(report.failure().map(Seeds.Failure::text)).isEmpty();
        assertThat(report.followers()).isPositive();
    }

    @Test
    void the_same_seed_is_the_same_run() {
        for (long seed = 100; seed < 130; seed++) {
            var one = new ArrayList<String>();
            var other = new ArrayList<String>();
            Simulation.replay(seed, Mutation.NONE, one::add);
            Simulation.replay(seed, Mutation.NONE, other::add);
            assertThat(one).hasSizeGreaterThan(20).isEqualTo(other);
        }
    }
}
