package dev.offpeak.core.surface;

import dev.offpeak.core.provider.Body;

/// One line of a caller's batch.
///
/// @param customId the JSON string, quotes included, as it was written
/// @param request what goes to the endpoint
public record CallerLine(Body customId, Body request) {}
