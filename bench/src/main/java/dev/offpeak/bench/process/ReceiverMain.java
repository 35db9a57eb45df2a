package dev.offpeak.bench.process;

import dev.offpeak.simulator.Simulator;
import dev.offpeak.simulator.SimulatorConfig;
import java.io.IOException;

/// The providers' end: `sink` for speed or `simulator` for sense. Ends when its input does.
public final class ReceiverMain {
    private ReceiverMain() {}

    public static void main(String[] args) throws IOException {
        switch (args[0]) {
            case "sink" -> {
                try (var sink = Sink.start()) {
                    serve(sink.url());
                }
            }
            case "simulator" -> {
                try (var simulator = Simulator.start(SimulatorConfig.defaults())) {
                    serve(simulator.baseUrl().toString());
                }
            }
            default -> throw new IllegalArgumentException("no receiver " + args[0]);
        }
    }

    private static void serve(String url) throws IOException {
        System.out.println("ready " + url);
        var _ = System.in.readAllBytes();
    }
}
