package dev.offpeak.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;

/// One batch of the providers', as the gateway tells it.
///
/// @param state `ACTIVE`, `CANCELING`, `ENDED`, `COPIED` or `IMPORTED`
/// @param lines how many jobs it holds
/// @param done how many of them the provider has finished
record BatchLine(String id, String provider, String state, long lines, long done) {
    static BatchLine of(JsonNode json) {
        JsonNode counts = json.path("counts");
        return new BatchLine(
                json.path("id").asText(),
                json.path("provider").asText(),
                json.path("state").asText(),
                json.path("lines").asLong(),
                counts.path("succeeded").asLong() + counts.path("failed").asLong());
    }

    boolean imported() {
        return state.equals("IMPORTED");
    }
}
