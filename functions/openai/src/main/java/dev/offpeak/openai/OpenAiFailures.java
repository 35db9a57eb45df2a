package dev.offpeak.openai;

import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.ProviderFailure;
import dev.offpeak.wire.http.Outcome;
import dev.offpeak.wire.http.RetryAfter;
import dev.offpeak.wire.json.JsonObject;
import dev.offpeak.wire.json.JsonText;
import dev.offpeak.wire.json.MalformedJson;
import java.util.Optional;

/// Reads and writes OpenAI's error object, `{message, type, param, code}`.
final class OpenAiFailures {
    /// Of a message; the job's row has to stay within a kilobyte, and the whole of it lies in the body.
    private static final int MESSAGE = 300;

    private OpenAiFailures() {}

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

    /// @param error an error object, from an answer or from a row
    static ProviderFailure of(int status, Optional<JsonObject> error) {
        var code = error.flatMap(e -> e.text("code")).or(() -> error.flatMap(e -> e.text("type")));
        var message = error.flatMap(e -> e.text("message")).orElse("no message");
        return new ProviderFailure(
                meaning(
                        status,
                        code.orElse(""),
                        error.flatMap(e -> e.text("type")).orElse("")),
                code.orElse("status_" + status),
                message.length() <= MESSAGE ? message : message.substring(0, MESSAGE) + "…");
    }

    /// What the status should have been.
    private static int meaning(int status, String code, String type) {
        return switch (status) {
            // a spent budget is reported as a bad request, but it says nothing about the request
            case 400 -> code.equals("billing_hard_limit_reached") ? 402 : status;
            case 403 -> type.equals("authentication_error") ? 401 : status;
            default -> status;
        };
    }

    static Body envelope(int status, String code, String message) {
        return Body.of("{\"error\":{\"message\":" + JsonText.quote(message) + ",\"type\":\"" + type(status)
                + "\",\"param\":null,\"code\":" + JsonText.quote(code) + "}}");
    }

    /// The same with what is to blame and without a code, as the batch API has it.
    static Body envelopeOf(int status, Optional<String> param, String message) {
        return Body.of("{\"error\":{\"message\":" + JsonText.quote(message) + ",\"type\":\"" + type(status)
                + "\",\"param\":" + param.map(JsonText::quote).orElse("null") + ",\"code\":null}}");
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 429 -> "rate_limit_error";
            default -> status >= 500 ? "server_error" : "invalid_request_error";
        };
    }
}
