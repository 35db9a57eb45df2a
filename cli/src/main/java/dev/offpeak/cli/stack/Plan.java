package dev.offpeak.cli.stack;

import dev.offpeak.emulators.Pace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What is to be started.
///
/// @param home logs, unpacked functions and kept data
/// @param keepData whether tables, queues and objects outlive the stack
/// @param nativeOnly whether functions must be native executables
/// @param gatewayPort 0 for any free one
/// @param simulatorPort 0 for any free one
/// @param linger how long a job waits for company before its bundle is closed
/// @param speed of the simulator's clock
/// @param keys of the real providers; empty starts a simulator of both
/// @param trial when parts are going to be killed: they come back, with their data
public record Plan(
        Path home,
        boolean keepData,
        boolean nativeOnly,
        int gatewayPort,
        int simulatorPort,
        Duration linger,
        double speed,
        Optional<ProviderKeys> keys,
        Optional<Trial> trial) {

    /// @param pace of all clocks, the simulator's included
    /// @param turnaround of the median simulated batch, by those clocks
    public record Trial(Pace pace, Duration turnaround) {}

    Path simulatorData() {
        return home.resolve("data/simulator");
    }

    public Path logs() {
        return home.resolve("logs");
    }
}
