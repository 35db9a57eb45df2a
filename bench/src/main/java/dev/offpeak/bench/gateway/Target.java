package dev.offpeak.bench.gateway;

import java.io.IOException;
import java.time.Duration;

/// One way from a caller to the provider.
interface Target extends AutoCloseable {
    /// When, counted from the start of a call, its answer's body began and ended.
    record Timing(long firstByte, long lastByte) {}

    String name();

    Timing call() throws IOException, InterruptedException;

    /// CPU time its process has used so far; zero for what has none of its own.
    Duration cpu();

    @Override
    void close() throws IOException;
}
