package dev.offpeak.cli;

import dev.offpeak.cli.demo.Demo;
import dev.offpeak.cli.stack.Death;
import dev.offpeak.cli.stack.Detached;
import dev.offpeak.cli.stack.Home;
import dev.offpeak.cli.stack.LocalStack;
import dev.offpeak.cli.stack.Plan;
import dev.offpeak.cli.stack.Ports;
import dev.offpeak.cli.stack.Project;
import dev.offpeak.cli.stack.ProviderKeys;
import dev.offpeak.cli.stack.RunFile;
import dev.offpeak.cli.stack.RunningStack;
import dev.offpeak.cli.terminal.Terminal;
import dev.offpeak.cli.terminal.Trouble;
import dev.offpeak.cli.tickets.Inbox;
import java.io.Console;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs the night job on a stack of its own.
@Command(
        name = "demo",
        description = "run last night's support tickets through Offpeak, with simulated providers",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final int TICKETS = 3_000;
    private static final int REAL_TICKETS = 10;
    private static final int CHATS = 12;
    private static final int REAL_CHATS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration REAL_PATIENCE = Duration.ofHours(25);

    private final Terminal terminal;
    private final Project project;

    @Option(names = "--tickets", paramLabel = "N", description = "how many tickets (default: 3000; 10 with --real)")
    Optional<Integer> tickets = Optional.empty();

    @Option(names = "--port", paramLabel = "N", description = "port of the gateway (default: any free one)")
    int port;

    @Option(names = "--plain", description = "plain lines, also on a terminal")
    boolean plain;

    @Option(names = "--json", description = "print the outcome as JSON, progress on standard error")
    boolean json;

    @Option(names = "--leave-up", description = "leave everything running in the background afterwards")
    boolean leaveUp;

    @Option(names = "--native", description = "run the native executables that \"./offpeak native\" builds")
    boolean nativeOnly;

    @Option(names = "--real", description = "call the real providers, with OPENAI_API_KEY and ANTHROPIC_API_KEY")
    boolean real;

    @Option(names = "--yes", description = "do not ask before real money is spent")
    boolean yes;

    @Option(names = "--seed", paramLabel = "N", description = "another inbox")
    long seed = Inbox.SEED;

    DemoCommand(Terminal terminal, Project project) {
        this.terminal = terminal;
        this.project = project;
    }

    @Override
    public Integer call() throws InterruptedException {
        int count = tickets.orElse(real ? REAL_TICKETS : TICKETS);
        if (count < 1 || count > 100_000) {
            throw new Trouble("--tickets takes 1 to 100,000, not " + count);
        }
        Optional<ProviderKeys> keys = real ? Optional.of(ProviderKeys.from(System.getenv())) : Optional.empty();
        confirm(count);
        Ports.requireFree(port, "gateway", "--port");
        Demo demo = new Demo(count, seed, real ? REAL_CHATS : CHATS, real ? REAL_PATIENCE : PATIENCE, json, plain);
        say("Starting Offpeak" + (real ? "" : " and two simulated providers") + " on this machine ...");
        return leaveUp ? onDetached(demo) : onOwn(demo, keys);
    }

    private int onOwn(Demo demo, Optional<ProviderKeys> keys) throws InterruptedException {
        Home home = Home.fresh(project.demos());
        Plan plan = new Plan(
                home.folder(),
                false,
                nativeOnly,
                port,
                0,
                StackArguments.DEMO_LINGER,
                StackArguments.SPEED,
                keys,
                Optional.empty());
        LocalStack stack = LocalStack.start(project, plan);
        AtomicBoolean stopping = new AtomicBoolean();
        Thread stop = new Thread(() -> {
            stopping.set(true);
            stack.close();
        });
        // for Ctrl-C; in the usual course the stack is closed below
        Runtime.getRuntime().addShutdownHook(stop);
        stack.onDeath(death -> complain(death, stopping));
        boolean good;
        try {
            good = demo.run(stack.addresses(), terminal);
        } catch (Trouble trouble) {
            throw new Trouble(trouble.getMessage() + "\nlogs: " + project.shown(plan.logs()), trouble);
        } finally {
            stack.close();
            Runtime.getRuntime().removeShutdownHook(stop);
        }
        return finish(good, plan, home);
    }

    private int onDetached(Demo demo) throws InterruptedException {
        UpCommand.requireNoneRuns(RunFile.of(project));
        StackArguments arguments = new StackArguments();
        arguments.port = port;
        arguments.simulatorPort = 0;
        arguments.linger = StackArguments.DEMO_LINGER;
        arguments.nativeOnly = nativeOnly;
        arguments.real = real;
        RunningStack stack =
                new Detached(project, InstantSource.system()).start(Main.class.getName(), arguments.words(project));
        boolean good = demo.run(stack, terminal);
        say("\nIt is still up at " + stack.gateway()
                + "; \"./offpeak status\" says more, \"./offpeak down\" stops it.");
        return good ? 0 : 1;
    }

    private int finish(boolean good, Plan plan, Home home) {
        if (good) {
            home.delete();
            return 0;
        }
        terminal.complain("not every job ended as it should (see above); logs: " + project.shown(plan.logs()));
        return 1;
    }

    private void confirm(int count) {
        if (!real || yes) {
            return;
        }
        Console console = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .orElseThrow(() -> new Trouble("--real spends real money; say --yes if that is meant"));
        String answer = console.readLine(
                "This sends %d jobs and %d chats to the real providers, for a few cents at most"
                        + " per hundred tickets. Batches may take hours. Go on? [y/N] ",
                2 * count, REAL_CHATS);
        if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
            throw new Trouble("nothing was sent");
        }
    }

    private void complain(Death death, AtomicBoolean stopping) {
        if (!stopping.get()) {
            terminal.complain(death.text());
        }
    }

    private void say(String line) {
        Terminal.Canvas canvas = terminal.progress(json);
        canvas.writer().println(line);
        canvas.writer().flush();
    }
}
