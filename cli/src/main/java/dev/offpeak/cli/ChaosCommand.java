package dev.offpeak.cli;

import dev.offpeak.cli.chaos.ChaosRun;
import dev.offpeak.cli.stack.Home;
import dev.offpeak.cli.stack.LocalStack;
import dev.offpeak.cli.stack.Plan;
import dev.offpeak.cli.stack.Project;
import dev.offpeak.cli.terminal.Terminal;
import dev.offpeak.cli.terminal.Trouble;
import dev.offpeak.cli.terminal.Words;
import dev.offpeak.emulators.Pace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Kills parts of a stack of its own while jobs flow, and checks that nothing was lost or paid twice.
@Command(
        name = "chaos",
        description = "kill -9 parts of a stack while jobs flow; exit code 0 only if every invariant held",
        mixinStandardHelpOptions = true)
final class ChaosCommand implements Callable<Integer> {
    /// Ten seconds of the stack in one: half an hour of grace takes three minutes, and processes keep up.
    private static final double SPEED = 10;

    private static final Path IN_MEMORY = Path.of("/dev/shm");

    // by the stack's clock
    private static final Duration LINGER = Duration.ofSeconds(30);
    private static final Duration TURNAROUND = Duration.ofMinutes(2);

    private final Terminal terminal;
    private final Project project;

    @Option(names = "--minutes", paramLabel = "N", description = "how long parts are killed (default: 3)")
    double minutes = 3;

    @Option(names = "--seed", paramLabel = "S", description = "which jobs, and which kills (default: a new one)")
    Optional<Long> seed = Optional.empty();

    @Option(names = "--jobs", paramLabel = "N", description = "how many jobs (default: 20000)")
    int jobs = 20_000;

    @Option(
            names = "--drain",
            paramLabel = "DURATION",
            description = "how long everything may take to come to rest afterwards (default: 20m)")
    Duration drain = Duration.ofMinutes(20);

    ChaosCommand(Terminal terminal, Project project) {
        this.terminal = terminal;
        this.project = project;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!(minutes > 0 && minutes <= 24 * 60)) {
            throw new Trouble("--minutes takes up to 1440, not " + minutes);
        }
        if (jobs < 10 || jobs > 1_000_000) {
            throw new Trouble("--jobs takes 10 to 1,000,000, not " + jobs);
        }
        Duration killing = Duration.ofMillis((long) (minutes * 60_000));
        var request =
                new ChaosRun.Request(jobs, seed.orElseGet(() -> new Random().nextLong(1_000_000)), killing, drain);
        terminal.println("Starting a stack to be killed: seed " + request.seed() + ", " + Words.count(jobs)
                + " jobs, kills for " + Words.clock(killing) + ", then at most " + Words.clock(drain)
                + " to come to rest; time runs " + (int) SPEED + " times as fast.");
        return run(request) ? 0 : 1;
    }

    // DynamoDB Local waits for the disk at every write, which makes it four times as slow. What is killed with -9
    // leaves
    // memory that belongs to a file alone, so a folder in memory is as good.
    private Path parent() {
        return Files.isDirectory(IN_MEMORY) && Files.isWritable(IN_MEMORY)
                ? IN_MEMORY.resolve("offpeak-chaos")
                : project.root().resolve(".offpeak/chaos");
    }

    private boolean run(ChaosRun.Request request) throws InterruptedException {
        Home home = Home.fresh(parent());
        Pace pace = new Pace(Instant.now().truncatedTo(ChronoUnit.MILLIS), SPEED);
        Plan plan = new Plan(
                home.folder(),
                true,
                false,
                0,
                0,
                LINGER,
                SPEED,
                Optional.empty(),
                Optional.of(new Plan.Trial(pace, TURNAROUND)));
        LocalStack stack = LocalStack.start(project, plan);
        Thread stop = new Thread(stack::close);
        // for Ctrl-C; in the usual course the stack is closed below
        Runtime.getRuntime().addShutdownHook(stop);
        ChaosRun.Result result;
        try {
            stack.onDeath(death -> terminal.complain(death.text()));
            result = new ChaosRun(stack, request, InstantSource.system(), terminal::println).run();
        } finally {
            stack.close();
            Runtime.getRuntime().removeShutdownHook(stop);
        }
        result.lines().forEach(terminal::println);
        terminal.println("");
        if (result.good()) {
            terminal.println("Every invariant held. Again with --seed " + request.seed() + ".");
            home.delete();
        } else {
            terminal.complain("an invariant is broken; logs and data: " + project.shown(home.folder()));
        }
        return result.good();
    }
}
