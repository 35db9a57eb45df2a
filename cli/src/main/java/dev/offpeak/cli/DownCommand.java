package dev.offpeak.cli;

import dev.offpeak.cli.stack.Detached;
import dev.offpeak.cli.stack.Project;
import dev.offpeak.cli.stack.RunFile;
import dev.offpeak.cli.stack.RunningStack;
import dev.offpeak.cli.terminal.Terminal;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Stops what `up` started.
@Command(name = "down", description = "stop what \"up\" started", mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Project project;

    DownCommand(Terminal terminal, Project project) {
        this.terminal = terminal;
        this.project = project;
    }

    @Override
    public Integer call() {
        Optional<RunningStack> running = RunFile.of(project).read();
        if (running.isEmpty()) {
            terminal.println("Nothing is running.");
            return 0;
        }
        boolean byItself = new Detached(project, InstantSource.system()).stop(running.get());
        long pid = running.get().process().pid();
        terminal.println(byItself ? "Stopped (pid " + pid + ")." : "Process " + pid + " did not end and was killed.");
        return 0;
    }
}
