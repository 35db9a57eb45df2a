package dev.offpeak.simulator;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How a simulator is set up.
///
/// @param port where it listens on 127.0.0.1; 0 for any free port
/// @param speed virtual seconds per real second
/// @param data where everything lives, taken up again by the next simulator over the same folder; a temporary
/// directory,
/// deleted at the end, when empty
/// @param medianTurnaround virtual time half of the batches stay under
/// @param requestsPerMinute synchronous calls per key and provider; 0 for any number
/// @param enqueuedTokens OpenAI input tokens of unfinished batches per key and model; 0 for any number
/// @param queuedRequests Anthropic rows of unfinished batches per key
/// @param since when virtual and real time were the same; the start of the simulator when empty
/// @param seed decides identifiers and with them the jitter of batches
public record SimulatorConfig(
        int port,
        double speed,
        Optional<Instant> since,
        Optional<Path> data,
        Duration medianTurnaround,
        long requestsPerMinute,
        long enqueuedTokens,
        long queuedRequests,
        long seed) {

    /// Any port, real time, seven minutes for a batch, no request limit.
    public static SimulatorConfig defaults() {
        return new SimulatorConfig(0, 1, Optional.empty(), Optional.empty(), Duration.ofMinutes(7), 0, 0, 500_000, 1);
    }

    public SimulatorConfig withPort(int newPort) {
        return new SimulatorConfig(
                newPort, speed, since, data, medianTurnaround, requestsPerMinute, enqueuedTokens, queuedRequests, seed);
    }

    public SimulatorConfig withSpeed(double newSpeed) {
        return new SimulatorConfig(
                port, newSpeed, since, data, medianTurnaround, requestsPerMinute, enqueuedTokens, queuedRequests, seed);
    }

    public SimulatorConfig withSince(Instant moment) {
        return new SimulatorConfig(
                port,
                speed,
                Optional.of(moment),
                data,
                medianTurnaround,
                requestsPerMinute,
                enqueuedTokens,
                queuedRequests,
                seed);
    }

    public SimulatorConfig withData(Path directory) {
        return new SimulatorConfig(
                port,
                speed,
                since,
                Optional.of(directory),
                medianTurnaround,
                requestsPerMinute,
                enqueuedTokens,
                queuedRequests,
                seed);
    }

    public SimulatorConfig withMedianTurnaround(Duration turnaround) {
        return new SimulatorConfig(
                port, speed, since, data, turnaround, requestsPerMinute, enqueuedTokens, queuedRequests, seed);
    }

    public SimulatorConfig withRequestsPerMinute(long limit) {
        return new SimulatorConfig(
                port, speed, since, data, medianTurnaround, limit, enqueuedTokens, queuedRequests, seed);
    }

    public SimulatorConfig withEnqueuedTokens(long limit) {
        return new SimulatorConfig(
                port, speed, since, data, medianTurnaround, requestsPerMinute, limit, queuedRequests, seed);
    }

    public SimulatorConfig withQueuedRequests(long limit) {
        return new SimulatorConfig(
                port, speed, since, data, medianTurnaround, requestsPerMinute, enqueuedTokens, limit, seed);
    }
}
