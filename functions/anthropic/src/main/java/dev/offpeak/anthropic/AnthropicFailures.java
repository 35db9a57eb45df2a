package dev.offpeak.anthropic;

import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.ProviderFailure;
import dev.offpeak.wire.http.Outcome;
import dev.offpeak.wire.http.RetryAfter;
import dev.offpeak.wire.json.JsonObject;
import dev.offpeak.wire.json.JsonText;
import dev.offpeak.wire.json.MalformedJson;
import java.util.Map;
import java.util.Optional;

/// Reads and writes Anthropic's error object, `{type: "error", error: {type, message}, request_id}`.
final class AnthropicFailures {
    /// Of a message; the job's row has to stay within a kilobyte, and the whole of it lies in the body.
    private static final int MESSAGE = 300;

    /// What an error is answered with whose type is not known here.
    private static final int UNKNOWN = 500;

    private static final Map<String, Integer> STATUS = Map.ofEntries(
            Map.entry("invalid_request_error", 400),
            Map.entry("authentication_error", 401),
            Map.entry("billing_error", 402),
            Map.entry("permission_error", 403),
            Map.entry("not_found_error", 404),
            Map.entry("conflict_error", 409),
            Map.entry("request_too_large", 413),
            Map.entry("rate_limit_error", 429),
            Map.entry("api_error", 500),
            Map.entry("timeout_error", 504),
            Map.entry("overloaded_error", 529));

    private AnthropicFailures() {}

    static ProviderFailure read(int status, Headers headers, Body answer) {
        var error = Optional.<JsonObject>empty();
        try {
            error = JsonObject.parse(answer).object("error");
        } catch (MalformedJson e) {
            // proxies answer in HTML; the status has to do
        }
        var plain = of(status, error);
        return new ProviderFailure(plain.status(), plain.code(), plain.message(), RetryAfter.read(headers));
    }

    static ProviderFailure read(Outcome.Answered answered) {
        return read(answered.status(), answered.headers(), Body.of(answered.body()));
    }

    /// The failure of a row, which has a type and no status: 0 for a type not known here.
    static ProviderFailure ofRow(Optional<JsonObject> error) {
        return of(known(error).orElse(0), error);
    }

    /// The status the synchronous endpoint gives such an error.
    static int status(Optional<JsonObject> error) {
        return known(error).orElse(UNKNOWN);
    }

    private static Optional<Integer> known(Optional<JsonObject> error) {
        return error.flatMap(e -> e.text("type")).map(STATUS::get);
    }

    private static ProviderFailure of(int status, Optional<JsonObject> error) {
        // error_code is the finer name where there is one, such as enforced_spend_limit_reached
        var code = error.flatMap(e -> e.object("details"))
                .flatMap(details -> details.text("error_code"))
                .or(() -> error.flatMap(e -> e.text("type")));
        var message = error.flatMap(e -> e.text("message")).orElse("no message");
        return new ProviderFailure(
                meaning(status, error.flatMap(e -> e.text("type")).orElse(""), message),
                code.orElse("status_" + status),
                message.length() <= MESSAGE ? message : message.substring(0, MESSAGE) + "…");
    }

    /// What the status should have been.
    private static int meaning(int status, String type, String message) {
        return switch (status) {
            // an empty balance is reported as an invalid request, but it says nothing about the request
            case 400 -> message.startsWith("Your credit balance is too low") ? 402 : status;
            case 403 -> type.equals("authentication_error") ? 401 : status;
            default -> status;
        };
    }

    /// The envelope has no place for a code of our own; its type follows from the status.
    static Body envelope(int status, String message) {
        return written(type(status), message);
    }

    /// The provider's own envelope where `answer` is one; else what can be said by the status.
    static Body envelope(int status, Body answer) {
        try {
            if (JsonObject.parse(answer).object("error").isPresent()) {
                return answer;
            }
        } catch (MalformedJson e) {
            // proxies answer in HTML; the status has to do
        }
        return written(type(status), "the provider answered " + status);
    }

    /// @param code an error type of Anthropic's, or a code that is none
    static Body envelopeOfType(String code, String message) {
        return STATUS.containsKey(code) ? written(code, message) : written("api_error", code + ": " + message);
    }

    private static Body written(String type, String message) {
        return Body.of("{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":" + JsonText.quote(message)
                + "},\"request_id\":null}");
    }

    private static String type(int status) {
        return STATUS.entrySet().stream()
                .filter(known -> known.getValue() == status)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(status >= 500 ? "api_error" : "invalid_request_error");
    }
}
