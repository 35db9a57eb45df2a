package dev.offpeak.cli;

import dev.offpeak.cli.stack.Project;
import dev.offpeak.cli.terminal.Durations;
import dev.offpeak.cli.terminal.Terminal;
import dev.offpeak.cli.terminal.Trouble;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The commands of the `offpeak` script that need Java.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine(Terminal.ofProcess(), Project.find()).execute(arguments));
    }

    static CommandLine commandLine(Terminal terminal, Project project) {
        return new CommandLine(new Offpeak())
                .addSubcommand(new DemoCommand(terminal, project))
                .addSubcommand(new UpCommand(terminal, project))
                .addSubcommand(new StatusCommand(terminal, project))
                .addSubcommand(new DownCommand(terminal, project))
                .addSubcommand(new RedriveCommand(terminal, project))
                .addSubcommand(new ChaosCommand(terminal, project))
                .registerConverter(Duration.class, new Durations())
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setExecutionExceptionHandler((failure, command, result) -> explain(failure, terminal));
    }

    private static int explain(Exception failure, Terminal terminal) throws Exception {
        if (failure instanceof Trouble trouble) {
            terminal.complain(String.valueOf(trouble.getMessage()));
            return 1;
        }
        // anything else is a bug, and shows where it is
        throw failure;
    }

    @Command(name = "offpeak", description = "Halves the bill for LLM work that nobody is waiting for.")
    static final class Offpeak {}
}
