package dev.offpeak.core.provider;

/// What one batch of a provider may hold.
///
/// @param requests lines
/// @param bytes of the whole file or request, the provider's own envelope included
/// @param inputs embedding texts over all lines; `Integer.MAX_VALUE` where there is no such limit
/// @param envelope bytes the provider's format adds around the lines
public record BatchLimits(int requests, long bytes, int inputs, int envelope) {
    public BatchLimits {
        if (requests < 1 || bytes < 1 || inputs < 1 || envelope < 0) {
            throw new IllegalArgumentException("limits must be positive: " + requests + ", " + bytes + ", " + inputs);
        }
    }

    /// The same, and no more than so many lines and bytes of lines.
    public BatchLimits atMost(long lines, long lineBytes) {
        return new BatchLimits(
                (int) Math.min(requests, lines),
                lineBytes < bytes - envelope ? lineBytes + envelope : bytes,
                inputs,
                envelope);
    }

    public boolean hold(long lines, long lineBytes, long lineInputs) {
        return lines <= requests && lineBytes + envelope <= bytes && lineInputs <= inputs;
    }
}
