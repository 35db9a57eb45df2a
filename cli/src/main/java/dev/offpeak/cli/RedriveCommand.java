package dev.offpeak.cli;

import dev.offpeak.cli.redrive.Redrive;
import dev.offpeak.cli.stack.Project;
import dev.offpeak.cli.stack.RunFile;
import dev.offpeak.cli.stack.RunningStack;
import dev.offpeak.cli.stack.Sqs;
import dev.offpeak.cli.terminal.Terminal;
import dev.offpeak.cli.terminal.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Sends dead letters back.
@Command(
        name = "redrive",
        description = "send the dead messages of what \"up\" started back to where they failed",
        mixinStandardHelpOptions = true)
final class RedriveCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Project project;

    @Option(names = "--dry-run", description = "only say what would be sent where")
    boolean dryRun;

    RedriveCommand(Terminal terminal, Project project) {
        this.terminal = terminal;
        this.project = project;
    }

    @Override
    public Integer call() {
        RunningStack stack = RunFile.of(project)
                .read()
                .orElseThrow(() -> new Trouble("nothing is running; \"./offpeak up\" starts it"));
        List<Redrive.Moved> all = new ArrayList<>();
        try (SqsClient sqs = Sqs.client(stack.sqs())) {
            new Redrive(sqs, stack.sqs(), stack.idSecret()).run(dryRun, moved -> {
                all.add(moved);
                terminal.println(moved.text());
            });
        }
        long moved = all.stream().filter(Redrive.Moved::moved).count();
        terminal.println(summary(moved, all.size() - moved));
        return 0;
    }

    private String summary(long moved, long stayed) {
        if (moved + stayed == 0) {
            return "The dead queue is empty.";
        }
        return (dryRun ? "Would send back " : "Sent back ") + moved + (stayed == 0 ? "." : "; " + stayed + " stay.");
    }
}
