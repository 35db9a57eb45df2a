package dev.offpeak.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// `./offpeak simulate`: runs seeds until one fails, or replays one with everything that happens in it.
public final class SimulateMain {
    private static final String USAGE = """
            usage: ./offpeak simulate [--seeds N [--from S]] [--seed S]

              --seeds N   run N seeds (default 1000), on all cores
              --from S    the first of them (default 0)
              --seed S    replay one seed and tell everything that happens in it
            """;

    private SimulateMain() {}

    /// What is asked for.
    private record Asked(long seeds, long from, Optional<Long> replay) {
        static Asked of(List<String> arguments) {
            long seeds = 1_000;
            long from = 0;
            Optional<Long> replay = Optional.empty();
            for (int i = 0; i < arguments.size(); i += 2) {
                if (i + 1 == arguments.size()) {
                    throw new IllegalArgumentException(arguments.get(i) + " wants a number");
                }
                long number = Long.parseLong(arguments.get(i + 1));
                switch (arguments.get(i)) {
                    case "--seeds" -> seeds = number;
                    case "--from" -> from = number;
                    case "--seed" -> replay = Optional.of(number);
                    default -> throw new IllegalArgumentException("no such option: " + arguments.get(i));
                }
            }
            return new Asked(seeds, from, replay);
        }
    }

    public static void main(String[] arguments) {
        if (List.of(arguments).contains("--help")) {
            System.out.print(USAGE);
            return;
        }
        try {
            var asked = Asked.of(List.of(arguments));
            System.exit(asked.replay().map(SimulateMain::replay).orElseGet(() -> run(asked)) ? 0 : 1);
        } catch (IllegalArgumentException e) {
            System.err.println("offpeak: " + e.getMessage() + "\n\n" + USAGE);
            System.exit(2);
        }
    }

    private static boolean replay(long seed) {
        var verdict = Simulation.replay(seed, Mutation.NONE, System.out::println);
        System.out.println("\nseed " + seed + ": " + verdict.jobs() + " jobs, " + verdict.steps() + " steps, "
                + verdict.took() + " of virtual time");
        verdict.violations().forEach(violation -> System.out.println("  VIOLATED " + violation));
        return verdict.isGood();
    }

    private static boolean run(Asked asked) {
        long begun = System.nanoTime();
        var report = Seeds.run(asked.from(), asked.seeds(), Mutation.NONE);
        var took = Duration.ofNanos(System.nanoTime() - begun);
        System.out.printf(
                "%,d seeds, %,d jobs, %,d steps in %.1f s (%.0f seeds a second)%n",
                report.seeds(),
                report.jobs(),
                report.steps(),
                took.toMillis() / 1000.0,
                report.seeds() * 1e9 / took.toNanos());
        report.failure().ifPresent(failure -> System.out.println(failure.text()));
        return report.failure().isEmpty();
    }
}
