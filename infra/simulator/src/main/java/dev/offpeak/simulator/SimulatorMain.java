package dev.offpeak.simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/// Runs a simulator until the process is stopped: `--port N --speed X --data DIR`.
public final class SimulatorMain {
    private SimulatorMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Simulator simulator = Simulator.start(parse(args));
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(simulator)));
        System.out.println("simulator ready on " + simulator.baseUrl());
        stopped.await();
    }

    static SimulatorConfig parse(String[] args) {
        SimulatorConfig config = SimulatorConfig.defaults();
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " needs a value");
            }
            String value = args[i + 1];
            config = switch (args[i]) {
                case "--port" -> config.withPort(Integer.parseInt(value));
                case "--speed" -> config.withSpeed(Double.parseDouble(value));
                case "--since" -> config.withSince(Instant.parse(value));
                case "--turnaround" -> config.withMedianTurnaround(Duration.parse(value));
                case "--data" -> config.withData(Path.of(value));
                case "--requests-per-minute" -> config.withRequestsPerMinute(Long.parseLong(value));
                case "--enqueued-tokens" -> config.withEnqueuedTokens(Long.parseLong(value));
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            };
        }
        return config;
    }

    private static void stop(Simulator simulator) {
        try {
            simulator.close();
        } catch (IOException e) {
            System.err.println("simulator: could not clean up: " + e.getMessage());
        }
    }
}
