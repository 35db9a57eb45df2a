package dev.offpeak.simulator.openai;

import dev.offpeak.simulator.http.Refusal;
import java.util.Map;

/// The refusals of model calls.
final class Refusals {
    /// For rows that were told to fail.
    static final Refusal INVALID = Refusal.invalid("Invalid request (asked for by the test).");

    static final Refusal SERVER_ERROR =
            Refusal.of(500, "server_error", "The server had an error while processing your request.");

    private Refusals() {}

    static Refusal missing(String param) {
        return Refusal.invalid("Missing required parameter: '" + param + "'.", param)
                .withCode("missing_required_parameter");
    }

    static Refusal badValue(String param, String why) {
        return Refusal.invalid("Invalid '" + param + "': " + why, param).withCode("invalid_value");
    }

    static Refusal noSuchModel(String model) {
        return new Refusal(
                404,
                "invalid_request_error",
                "model_not_found",
                null,
                "The model `" + model + "` does not exist or you do not have access to it.",
                Map.of());
    }
}
