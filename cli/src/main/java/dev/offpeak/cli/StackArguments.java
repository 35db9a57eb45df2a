package dev.offpeak.cli;

import dev.offpeak.cli.stack.Plan;
import dev.offpeak.cli.stack.Ports;
import dev.offpeak.cli.stack.Project;
import dev.offpeak.cli.stack.ProviderKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// What `up` is told about the stack to start.
final class StackArguments {
    static final double SPEED = 300;
    static final Duration DEMO_LINGER = Duration.ofSeconds(3);

    @Option(names = "--port", paramLabel = "N", description = "port of the gateway on 127.0.0.1 (default: 8080)")
    int port = 8080;

    @Option(
            names = "--simulator-port",
            paramLabel = "N",
            description = "port of the simulated providers on 127.0.0.1 (default: 8090)")
    int simulatorPort = 8090;

    @Option(names = "--data", paramLabel = "DIR", description = "keep data over restarts, in this folder")
    Optional<Path> data = Optional.empty();

    @Option(names = "--keep", description = "keep data over restarts, in .offpeak/run")
    boolean keep;

    @Option(names = "--native", description = "run the native executables that \"./offpeak native\" builds")
    boolean nativeOnly;

    @Option(names = "--real", description = "call the real providers, with OPENAI_API_KEY and ANTHROPIC_API_KEY")
    boolean real;

    @Option(
            names = "--linger",
            paramLabel = "DURATION",
            description = "how long a job waits for company before its batch leaves (default: 3s)")
    Duration linger = Duration.ofSeconds(3);

    @Option(
            names = "--speed",
            paramLabel = "X",
            description = "seconds that pass for the simulated providers in one second (default: 300)")
    double speed = SPEED;

    /// @throws dev.offpeak.cli.terminal.Trouble when a port is taken or a key is missing
    Plan plan(Project project, Map<String, String> environment) {
        Optional<ProviderKeys> keys = real ? Optional.of(ProviderKeys.from(environment)) : Optional.empty();
        Ports.requireFree(port, "gateway", "--port");
        if (!real) {
            Ports.requireFree(simulatorPort, "simulator", "--simulator-port");
        }
        Path home =
                data.map(folder -> project.caller().resolve(folder).normalize()).orElse(project.run());
        return new Plan(
                home, keep || data.isPresent(), nativeOnly, port, simulatorPort, linger, speed, keys, Optional.empty());
    }

    /// The same as words of a command line.
    List<String> words(Project project) {
        List<String> words = new ArrayList<>(List.of(
                "--port=" + port, "--simulator-port=" + simulatorPort, "--linger=" + linger, "--speed=" + speed));
        data.ifPresent(
                folder -> words.add("--data=" + project.caller().resolve(folder).normalize()));
        if (keep) {
            words.add("--keep");
        }
        if (nativeOnly) {
            words.add("--native");
        }
        if (real) {
            words.add("--real");
        }
        return words;
    }
}
