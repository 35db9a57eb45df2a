package dev.offpeak.simulator.anthropic;

import java.nio.file.Path;

/// What a message batch was created with.
///
/// @param rows its requests on disk, one JSON object per line
/// @param results where its results go
record MessageBatch(int size, ApiVersion version, Path rows, Path results) {}
