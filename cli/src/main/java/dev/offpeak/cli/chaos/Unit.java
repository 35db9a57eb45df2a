package dev.offpeak.cli.chaos;

import com.fasterxml.jackson.databind.JsonNode;

/// One paid unit of work on the simulated providers' bill.
///
/// @param customId the row's name in its batch; empty for a direct call
/// @param body a hash of what was asked
/// @param picoDollars what it cost
record Unit(String customId, String body, long picoDollars) {
    static Unit of(JsonNode json) {
        return new Unit(
                json.path("custom_id").asText(),
                json.path("body_sha256").asText(),
                json.path("pico_dollars").asLong());
    }

    boolean isDirect() {
        return customId.isEmpty();
    }

    /// The job a row of a batch was for: its name without the attempt.
    String job() {
        return customId.substring(0, Math.max(0, customId.lastIndexOf('-')));
    }
}
