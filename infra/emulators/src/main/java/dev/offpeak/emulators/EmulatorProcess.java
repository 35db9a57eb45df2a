package dev.offpeak.emulators;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One emulator in a child process: started, watched and stopped from Java, with no emulator on the class path.
///
/// The child ends with this JVM, even when this JVM is killed.
public final class EmulatorProcess implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

    private final EmulatorKind kind;
    private final Process process;
    private final LogTail log;
    private final URI endpoint;

    private EmulatorProcess(EmulatorKind kind, Process process, LogTail log, int port) {
        this.kind = kind;
        this.process = process;
        this.log = log;
        this.endpoint = URI.create("http://127.0.0.1:" + port);
    }

    /// Starts an emulator and returns once it answers; port 0 takes any free port.
    ///
    /// @throws IllegalStateException naming the last log lines when it dies or stays silent for a minute
    public static EmulatorProcess start(EmulatorKind kind, int port, Optional<Path> data) {
        return start(kind, port, data, Pace.REAL);
    }

    /// @param pace of its clock; only the queues have one that matters
    public static EmulatorProcess start(EmulatorKind kind, int port, Optional<Path> data, Pace pace) {
        try {
            Process process = new ProcessBuilder(EmulatorCommand.of(kind, port, data, pace)).start();
            LogTail log = LogTail.of(process.getErrorStream());
            return new EmulatorProcess(kind, process, log, awaitPort(kind, process, log));
        } catch (IOException broken) {
            throw new UncheckedIOException("the " + kind.label() + " emulator could not be started", broken);
        }
    }

    /// Starts an emulator in memory on any free port, as tests want it.
    public static EmulatorProcess start(EmulatorKind kind) {
        return start(kind, 0, Optional.empty());
    }

    public EmulatorKind kind() {
        return kind;
    }

    /// Where the service answers, such as `http://127.0.0.1:41234`.
    public URI endpoint() {
        return endpoint;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// The last lines the emulator wrote, oldest first.
    public List<String> lastLogLines() {
        return log.lines();
    }

    /// Completes with the exit code when the process ends, asked for or not.
    public CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    @Override
    public void close() {
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

    private static int awaitPort(EmulatorKind kind, Process process, LogTail log) {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> readPort(kind, process, port));
        try {
            return port.get(START_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException silent) {
            process.destroyForcibly();
            throw new IllegalStateException(
                    "the " + kind.label() + " emulator did not start:\n" + String.join("\n", log.lines()), silent);
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the " + kind.label() + " emulator started", interrupted);
        }
    }

    private static void readPort(EmulatorKind kind, Process process, CompletableFuture<Integer> port) {
        String prefix = "ready " + kind.label() + " ";
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(prefix)) {
                    port.complete(Integer.valueOf(line.substring(prefix.length())));
                }
            }
            port.completeExceptionally(new IOException("it ended with exit code " + process.waitFor()));
        } catch (IOException | InterruptedException broken) {
            port.completeExceptionally(broken);
        }
    }
}
