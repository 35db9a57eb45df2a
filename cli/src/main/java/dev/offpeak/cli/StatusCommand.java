package dev.offpeak.cli;

import dev.offpeak.cli.json.Json;
import dev.offpeak.cli.stack.Project;
import dev.offpeak.cli.stack.RunFile;
import dev.offpeak.cli.stack.RunningStack;
import dev.offpeak.cli.stack.StatusText;
import dev.offpeak.cli.terminal.Terminal;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Says where everything answers.
@Command(
        name = "status",
        description = "where everything answers; exit code 3 when nothing runs",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private static final int NOTHING_RUNS = 3;

    private final Terminal terminal;
    private final Project project;

    @Option(names = "--json", description = "print it as JSON")
    boolean json;

    StatusCommand(Terminal terminal, Project project) {
        this.terminal = terminal;
        this.project = project;
    }

    @Override
    public Integer call() {
        Optional<RunningStack> running = RunFile.of(project).read();
        if (running.isEmpty()) {
            terminal.complain("nothing is running; \"./offpeak up\" starts it");
            return NOTHING_RUNS;
        }
        terminal.print(
                json
                        ? Json.pretty(RunFile.json(running.get())) + "\n"
                        : "Offpeak is up.\n\n" + StatusText.of(running.get(), project));
        return 0;
    }
}
