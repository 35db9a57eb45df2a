package dev.offpeak.cli.stack;

import dev.offpeak.cli.terminal.Trouble;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// The simulated providers, as a child process.
final class SimulatorProcess implements AutoCloseable {
    private static final String READY = "simulator ready on ";
    private static final int START_SECONDS = 30;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

    private final Plan plan;
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private volatile Running running;
    private volatile boolean closing;

    private record Running(Process process, URI url) {}

    private SimulatorProcess(Plan plan, Running running) {
        this.plan = plan;
        this.running = running;
        watch(running);
    }

    static SimulatorProcess start(Plan plan) {
        return new SimulatorProcess(plan, launch(plan, plan.simulatorPort()));
    }

    private static Running launch(Plan plan, int port) {
        Path log = plan.logs().resolve("simulator.log");
        try {
            Files.createDirectories(plan.logs());
            Process process = new ProcessBuilder(command(plan, port))
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return new Running(process, awaitReady(process, log));
        } catch (IOException broken) {
            throw new Trouble("the simulator could not be started: " + broken.getMessage(), broken);
        }
    }

    URI url() {
        return running.url();
    }

    long pid() {
        return running.process().pid();
    }

    boolean isAlive() {
        return running.process().isAlive();
    }

    void onDeath(Consumer<String> listener) {
        listeners.add(listener);
        if (!closing && !isAlive() && plan.trial().isEmpty()) {
            listener.accept(ended(running.process()));
        }
    }

    private void watch(Running watched) {
        var _ = watched.process().onExit().thenAccept(ended -> {
            if (closing) {
                return;
            }
            if (plan.trial().isPresent()) {
                // not here: whoever tells of exits must not wait for a start
                Thread.ofVirtual().start(this::revive);
            } else {
                tell(ended(ended));
            }
        });
    }

    private void revive() {
        try {
            Running again = launch(plan, running.url().getPort());
            running = again;
            if (closing) {
                close();
            }
            watch(again);
        } catch (Trouble failed) {
            tell(String.valueOf(failed.getMessage()));
        }
    }

    private void tell(String text) {
        listeners.forEach(listener -> listener.accept(text));
    }

    private static String ended(Process process) {
        return "the simulator ended with exit code " + process.exitValue();
    }

    @Override
    public void close() {
        closing = true;
        Process process = running.process();
        process.destroy();
        try {
            if (!process.waitFor(STOP_PATIENCE)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> command(Plan plan, int port) {
        List<String> command = new ArrayList<>(Jvm.command("-Xmx384m"));
        command.addAll(List.of(SimulatorChild.class.getName(), "--port", Integer.toString(port)));
        command.addAll(List.of("--speed", Double.toString(plan.speed())));
        plan.trial()
                .ifPresent(trial -> command.addAll(List.of(
                        "--since",
                        trial.pace().since().toString(),
                        "--turnaround",
                        trial.turnaround().toString(),
                        "--data",
                        plan.simulatorData().toString())));
        return command;
    }

    private static URI awaitReady(Process process, Path log) {
        CompletableFuture<Optional<URI>> ready = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> readOutput(process, ready));
        try {
            return ready.get(START_SECONDS, TimeUnit.SECONDS)
                    .orElseThrow(() -> new Trouble("the simulator ended at its start; its log:\n" + LogTail.of(log)));
        } catch (ExecutionException | TimeoutException silent) {
            process.destroyForcibly();
            throw new Trouble("the simulator was not ready in time; its log:\n" + LogTail.of(log), silent);
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new Trouble("interrupted while the simulator started", interrupted);
        }
    }

    // Reads on to the end: a child that nobody listens to would stop at a full pipe.
    private static void readOutput(Process process, CompletableFuture<Optional<URI>> ready) {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(READY)) {
                    ready.complete(Optional.of(URI.create(line.substring(READY.length()))));
                }
            }
            ready.complete(Optional.empty());
        } catch (IOException broken) {
            ready.completeExceptionally(broken);
        }
    }
}
