package dev.offpeak.simulator.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A provider saying no; each provider puts it into its own envelope.
///
/// @param type the provider's error type, such as `invalid_request_error`
/// @param code OpenAI's machine-readable code; Anthropic has none
/// @param headers what goes along, such as `retry-after`
public record Refusal(
        int status,
        String type,
        @Nullable String code,
        @Nullable String param,
        String message,
        Map<String, String> headers) {

    public Refusal {
        headers = Map.copyOf(headers);
    }

    public static Refusal of(int status, String type, String message) {
        return new Refusal(status, type, null, null, message, Map.of());
    }

    public static Refusal invalid(String message) {
        return of(400, "invalid_request_error", message);
    }

    public static Refusal invalid(String message, String param) {
        return new Refusal(400, "invalid_request_error", null, param, message, Map.of());
    }

    public Refusal withCode(String newCode) {
        return new Refusal(status, type, newCode, param, message, headers);
    }

    public Refusal withHeaders(Map<String, String> newHeaders) {
        return new Refusal(status, type, code, param, message, newHeaders);
    }
}
