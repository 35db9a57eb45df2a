package dev.offpeak.cli.stack;

import dev.offpeak.cli.terminal.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Starts `up` in a process of its own that outlives this one, and stops it again.
public final class Detached {
    private static final Path NOHUP = Path.of("/usr/bin/nohup");
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_AGAIN_MILLIS = 200;

    private final Project project;
    private final InstantSource time;

    public Detached(Project project, InstantSource time) {
        this.project = project;
        this.time = time;
    }

    /// Returns once the stack answers.
    ///
    /// @param arguments of `up`, without `--detach`
    public RunningStack start(String mainClass, List<String> arguments) {
        Path log = project.run().resolve("logs/stack.log");
        try {
            Files.createDirectories(log.getParent());
            Process process = new ProcessBuilder(command(mainClass, arguments))
                    .directory(project.root().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            return awaitReady(process, log);
        } catch (IOException broken) {
            throw new Trouble("the stack could not be started: " + broken.getMessage(), broken);
        }
    }

    /// Asks the stack's process to end, and ends it if it does not.
    ///
    /// @return whether it ended by itself
    public boolean stop(RunningStack stack) {
        Optional<ProcessHandle> process = RunFile.process(stack);
        if (process.isEmpty()) {
            return true;
        }
        process.get().destroy();
        var deadline = time.instant().plus(STOP_PATIENCE);
        while (process.get().isAlive() && time.instant().isBefore(deadline)) {
            pause();
        }
        boolean stopped = !process.get().isAlive();
        if (!stopped) {
            process.get().destroyForcibly();
        }
        RunFile.of(project).delete();
        return stopped;
    }

    private List<String> command(String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(NOHUP)) {
            // a closed terminal must not take the stack with it
            command.add(NOHUP.toString());
        }
        command.addAll(Jvm.command("-Xmx512m"));
        command.addAll(
                command.indexOf("-cp"),
                List.of("-Doffpeak.root=" + project.root(), "-Doffpeak.caller=" + project.caller()));
        command.add(mainClass);
        command.add("up");
        command.addAll(arguments);
        return command;
    }

    private RunningStack awaitReady(Process process, Path log) {
        var deadline = time.instant().plus(START_PATIENCE);
        while (time.instant().isBefore(deadline)) {
            Optional<RunningStack> running = RunFile.of(project).read();
            if (running.isPresent() && running.get().process().pid() == process.pid()) {
                return running.get();
            }
            if (!process.isAlive()) {
                throw new Trouble("the stack ended at its start:\n" + LogTail.of(log));
            }
            pause();
        }
        process.destroy();
        throw new Trouble("the stack was not ready within " + START_PATIENCE.toSeconds() + " s:\n" + LogTail.of(log));
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_AGAIN_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Trouble("interrupted", interrupted);
        }
    }
}
