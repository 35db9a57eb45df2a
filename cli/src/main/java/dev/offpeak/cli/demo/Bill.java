package dev.offpeak.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/// What the simulated providers would charge for, kept by them and not by Offpeak.
///
/// @param batchRequests paid rows of batches
/// @param syncRequests paid synchronous calls
record Bill(long batchRequests, long syncRequests, BigDecimal dollars) {
    private static final int NANO = 9;

    static Bill of(JsonNode json) {
        long batch = 0;
        long sync = 0;
        for (JsonNode line : json.path("lines")) {
            long requests = line.path("requests").asLong();
            if (line.path("mode").asText().equals("batch")) {
                batch += requests;
            } else {
                sync += requests;
            }
        }
        long nano = json.path("total").path("nano_dollars").asLong();
        return new Bill(batch, sync, BigDecimal.valueOf(nano, NANO));
    }
}
