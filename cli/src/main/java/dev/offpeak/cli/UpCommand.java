package dev.offpeak.cli;

import dev.offpeak.cli.snippets.Snippets;
import dev.offpeak.cli.stack.Death;
import dev.offpeak.cli.stack.Detached;
import dev.offpeak.cli.stack.LocalStack;
import dev.offpeak.cli.stack.Plan;
import dev.offpeak.cli.stack.Project;
import dev.offpeak.cli.stack.RunFile;
import dev.offpeak.cli.stack.RunningStack;
import dev.offpeak.cli.stack.StatusText;
import dev.offpeak.cli.terminal.Terminal;
import dev.offpeak.cli.terminal.Trouble;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Starts Offpeak on this machine.
@Command(
        name = "up",
        description = "start Offpeak on this machine and say how to call it",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    // Ctrl-C reaches every process of the terminal at once; a death just before our own end is no news.
    private static final long SECOND_THOUGHT_MILLIS = 500;

    private final Terminal terminal;
    private final Project project;

    @Mixin
    StackArguments stack = new StackArguments();

    @Option(names = "--detach", description = "leave it running in the background; \"./offpeak down\" stops it")
    boolean detach;

    UpCommand(Terminal terminal, Project project) {
        this.terminal = terminal;
        this.project = project;
    }

    @Override
    public Integer call() throws InterruptedException {
        RunFile file = RunFile.of(project);
        requireNoneRuns(file);
        Plan plan = stack.plan(project, System.getenv());
        terminal.println("Starting ...");
        if (detach) {
            RunningStack running =
                    new Detached(project, InstantSource.system()).start(Main.class.getName(), stack.words(project));
            greet(running, "It runs in the background; \"./offpeak down\" stops it.");
            return 0;
        }
        return runUntilStopped(LocalStack.start(project, plan), file);
    }

    static void requireNoneRuns(RunFile file) {
        file.read().ifPresent(running -> {
            throw new Trouble("Offpeak is already up at " + running.gateway() + " (pid "
                    + running.process().pid() + "); \"./offpeak down\" stops it");
        });
    }

    private int runUntilStopped(LocalStack running, RunFile file) throws InterruptedException {
        AtomicBoolean stopping = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running, file, stopping)));
        LinkedBlockingQueue<Death> deaths = new LinkedBlockingQueue<>();
        running.onDeath(deaths::add);
        file.write(running.addresses());
        greet(running.addresses(), "Ctrl-C stops it.");
        while (true) {
            Death death = deaths.take();
            Thread.sleep(SECOND_THOUGHT_MILLIS);
            if (!stopping.get()) {
                terminal.complain(death.text());
            }
            if (death.ends()) {
                terminal.complain("everything else is stopped; logs: "
                        + project.shown(running.addresses().logs()));
                return 1;
            }
        }
    }

    private void stop(LocalStack running, RunFile file, AtomicBoolean stopping) {
        stopping.set(true);
        file.delete();
        running.close();
        terminal.println("Stopped.");
    }

    private void greet(RunningStack running, String end) {
        terminal.print(
                "\nOffpeak is up.\n\n" + StatusText.of(running, project) + "\n" + Snippets.of(running) + end + "\n");
    }
}
