package dev.offpeak.local.lambda;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// All that is needed to run a function: its name, command, limits and log.
public record FunctionSpec(
        String name, Path directory, List<String> command, Map<String, String> environment, Limits limits, Path log) {

    public FunctionSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /// @param timeout after which an invocation is ended
    /// @param announced the time limit as its process is told of it, by its own clock
    /// @param init how long a process may take until it first asks for work; longer than Lambda's 10 s: a laptop
    ///     starts several JVMs at once
    public record Limits(Duration timeout, Duration announced, int memoryMegabytes, int concurrency, Duration init) {

        private static final Duration INIT = Duration.ofSeconds(60);

        public Limits(Duration timeout, int memoryMegabytes, int concurrency) {
            this(timeout, timeout, memoryMegabytes, concurrency, INIT);
        }

        public Limits announcing(Duration value) {
            return new Limits(timeout, value, memoryMegabytes, concurrency, init);
        }
    }

    public String arn() {
        return "arn:aws:lambda:us-east-1:000000000000:function:" + name;
    }
}
