package dev.offpeak.cli.stack;

import dev.offpeak.simulator.SimulatorMain;
import java.io.IOException;

/// Runs the simulator in a process that ends with the one that started it, even when that one is killed.
public final class SimulatorChild {
    private SimulatorChild() {}

    public static void main(String[] arguments) throws Exception {
        Thread.ofPlatform().daemon().name("parent-watch").start(SimulatorChild::endWithParent);
        SimulatorMain.main(arguments);
    }

    // The kernel closes the pipe whatever the parent died of.
    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // nothing is said on standard input; only its end counts
            }
        } catch (IOException closed) {
            System.err.println("standard input broke, taken as its end: " + closed.getMessage());
        }
        System.exit(0);
    }
}
