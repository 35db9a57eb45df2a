package dev.offpeak.core.surface;

import java.util.Optional;

/// A batch with the ids and the address its caller knows.
///
/// @param fresh whether this answers the call that made it
/// @param output the id of the file of its successes, once there is one
/// @param root the base URL of the provider's API as the caller reached it
public record BatchView(
        CallerBatch batch, String id, boolean fresh, Optional<String> output, Optional<String> errors, String root) {}
