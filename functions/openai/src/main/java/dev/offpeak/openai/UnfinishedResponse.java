package dev.offpeak.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.provider.Background.Reason;
import dev.offpeak.core.provider.Background.Stage;
import dev.offpeak.core.provider.Background.Standing;
import dev.offpeak.core.provider.Body;
import dev.offpeak.wire.json.JsonBytes;
import dev.offpeak.wire.json.JsonObject;
import dev.offpeak.wire.json.JsonText;
import dev.offpeak.wire.json.MalformedJson;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/// Writes a response object that has no output, with every field the API reference calls required.
final class UnfinishedResponse {
    /// What a response repeats of its request.
    ///
    /// @param usual what stands where the request does not name it
    /// @param unknown what stands where the request is not at hand; nothing where the field may be left out
    private record Echo(String name, String usual, Optional<String> unknown) {
        static Echo required(String name, String usual, String unknown) {
            return new Echo(name, usual, Optional.of(unknown));
        }

        static Echo optional(String name, String usual) {
            return new Echo(name, usual, Optional.empty());
        }
    }

    private static final List<Echo> ECHOED = List.of(
            Echo.required("instructions", "null", "null"),
            Echo.optional("max_output_tokens", "null"),
            Echo.optional("max_tool_calls", "null"),
            Echo.required("metadata", "{}", "null"),
            Echo.required("parallel_tool_calls", "true", "true"),
            Echo.optional("previous_response_id", "null"),
            Echo.optional("reasoning", "{\"effort\":null,\"summary\":null}"),
            Echo.required("temperature", "1.0", "null"),
            Echo.optional("text", "{\"format\":{\"type\":\"text\"}}"),
            Echo.required("tool_choice", "\"auto\"", "\"auto\""),
            Echo.required("tools", "[]", "[]"),
            Echo.required("top_p", "1.0", "null"),
            Echo.optional("truncation", "\"disabled\""),
            Echo.optional("user", "null"));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1_024);

    private UnfinishedResponse() {}

    static Body of(Standing standing, String id) {
        return new UnfinishedResponse().write(standing, id);
    }

    private Body write(Standing standing, String id) {
        text("{\"id\":\"" + id + "\",\"object\":\"response\",\"created_at\":"
                + standing.createdAt().getEpochSecond() + ",\"status\":\"" + status(standing.stage())
                + "\",\"background\":true,\"completed_at\":null,\"error\":"
                + standing.reason().map(UnfinishedResponse::error).orElse("null")
                + ",\"incomplete_details\":null,\"model\":"
                + JsonText.quote(standing.model().orElse("unknown"))
                + ",\"output\":[],\"store\":true,\"usage\":null");
        var asked = standing.asked().flatMap(UnfinishedResponse::members);
        for (var echo : ECHOED) {
            if (asked.isPresent()) {
                member(echo.name(), asked.get().get(echo.name()), echo.usual());
            } else if (echo.unknown().isPresent()) {
                member(echo.name(), Optional.empty(), echo.unknown().get());
            }
        }
        text("}");
        return Body.of(out.toByteArray());
    }

    private static Optional<JsonObject> members(Body request) {
        try {
            return Optional.of(JsonObject.parse(request));
        } catch (MalformedJson e) {
            return Optional.empty();
        }
    }

    private void member(String name, Optional<JsonBytes> given, String otherwise) {
        text(",\"" + name + "\":");
        if (given.isPresent()) {
            given.get().writeTo(out);
        } else {
            text(otherwise);
        }
    }

    private void text(String json) {
        out.writeBytes(json.getBytes(UTF_8));
    }

    private static String error(Reason reason) {
        return "{\"code\":" + JsonText.quote(reason.code()) + ",\"message\":" + JsonText.quote(reason.message()) + "}";
    }

    private static String status(Stage stage) {
        return switch (stage) {
            case QUEUED -> "queued";
            case RUNNING -> "in_progress";
            case CANCELED -> "cancelled";
            case FAILED -> "failed";
        };
    }
}
