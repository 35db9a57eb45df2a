package dev.offpeak.bench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Another JVM with this one's class path.
public final class Child implements AutoCloseable {
    private static final String READY = "ready ";
    private static final String LOGGING = "java.util.logging.config.file";

    private final Process process;

    private Child(Process process) {
        this.process = process;
    }

    /// What a worker function has: its collector on one small heap.
    public static List<String> lambdaHeap(String heap) {
        return List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-Djava.net.preferIPv4Stack=true");
    }

    /// Runs `main` with this process's output, until it ends.
    ///
    /// @return its exit code
    public static int run(List<String> jvm, Class<?> main, List<String> arguments)
            throws IOException, InterruptedException {
        var process = new ProcessBuilder(command(jvm, main, arguments))
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return process.waitFor();
    }

    /// Starts `main`, which ends when its input does, as it does when this process dies.
    public static Child start(List<String> jvm, Class<?> main, List<String> arguments) throws IOException {
        return new Child(new ProcessBuilder(command(jvm, main, arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    public Process process() {
        return process;
    }

    /// Waits for the line `ready URL`.
    public URI awaitUrl() throws IOException {
        BufferedReader output = process.inputReader();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(READY)) {
                return URI.create(line.substring(READY.length()));
            }
        }
        throw new IOException("a child process ended before it was ready");
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            var _ = process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> command(List<String> jvm, Class<?> main, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        var logging = System.getProperty(LOGGING);
        if (logging != null) {
            command.add("-D" + LOGGING + "=" + logging);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }
}
