package dev.offpeak.cli.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Another program, told by its environment where the stack is.
final class Program {
    private static final long PATIENCE_SECONDS = 240;

    private Program() {}

    /// @param out what it printed, to either stream
    record Ended(int status, String out) {}

    static boolean isThere(String command) {
        try {
            return new ProcessBuilder(command, "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static Ended run(World world, Path folder, List<String> command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment(world));
        var process = builder.start();
        try {
            process.getOutputStream().close();
            var out = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    ? new Ended(process.exitValue(), out)
                    : new Ended(-1, out + "\n(it has not ended)");
        } finally {
            process.destroyForcibly();
        }
    }

    private static Map<String, String> environment(World world) {
        var queue = URI.create(world.stack.queueUrl("JobsQueue"));
        var region = "us-east-1";
        return Map.ofEntries(
                Map.entry("OFFPEAK_URL", world.stack.gatewayUrl().toString()),
                Map.entry("OFFPEAK_KEY", World.KEY),
                Map.entry("SIMULATOR_URL", world.simulator.baseUrl().toString()),
                Map.entry("POLL_SECONDS", "1"),
                Map.entry("JOBS_QUEUE_URL", queue.toString()),
                Map.entry("AWS_ENDPOINT_URL_SQS", queue.getScheme() + "://" + queue.getAuthority()),
                Map.entry("AWS_REGION", region),
                // the AWS command line reads this one
                Map.entry("AWS_DEFAULT_REGION", region),
                Map.entry("AWS_ACCESS_KEY_ID", "local"),
                Map.entry("AWS_SECRET_ACCESS_KEY", "local"));
    }
}
