package dev.offpeak.local;

import java.util.List;

/// A part of the stack that ended by itself, or a function that cannot start.
///
/// @param part such as `dynamodb` or `function intake`
/// @param lastLogLines oldest first
public record PartDeath(String part, int exitCode, List<String> lastLogLines) {

    public PartDeath {
        lastLogLines = List.copyOf(lastLogLines);
    }

    @Override
    public String toString() {
        return part + " ended with exit code " + exitCode + "\n" + String.join("\n", lastLogLines);
    }
}
