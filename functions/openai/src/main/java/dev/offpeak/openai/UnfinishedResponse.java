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
import java.util.stream.Stream;

/// Writes a response object that has no output, with every field the API reference calls required.
final class UnfinishedResponse {
    /// What a response repeats of its request.
    ///
    /// @param usual what stands where the request does not name it; nothing where the field is left out then
    /// @param unknown what stands where the request is not known; nothing where the field may be left out
    private record Echo(String name, Optional<String> usual, Optional<String> unknown) {
        static Echo required(String name, String usual, String unknown) {
            return new Echo(name, Optional.of(usual), Optional.of(unknown));
        }

        static Echo optional(String name, String usual) {
            return new Echo(name, Optional.of(usual), Optional.empty());
        }

        static Echo asGiven(String name) {
            return new Echo(name, Optional.empty(), Optional.empty());
        }
    }

    private static final List<Echo> ECHOED = List.of(
            Echo.required("instructions", "null", "null"),
            Echo.optional("max_output_tokens", "null"),
            Echo.optional("max_tool_calls", "null"),
            Echo.required("metadata", "{}", "null"),
            Echo.required("parallel_tool_calls", "true", "true"),
            Echo.optional("previous_response_id", "null"),
            Echo.asGiven("prompt"),
            Echo.asGiven("prompt_cache_key"),
            Echo.asGiven("prompt_cache_options"),
            Echo.asGiven("prompt_cache_retention"),
            Echo.optional("reasoning", "{\"effort\":null,\"summary\":null}"),
            Echo.asGiven("safety_identifier"),
            Echo.asGiven("service_tier"),
            Echo.required("temperature", "1.0", "null"),
            Echo.optional("text", "{\"format\":{\"type\":\"text\"}}"),
            Echo.required("tool_choice", "\"auto\"", "\"auto\""),
            Echo.required("tools", "[]", "[]"),
            Echo.asGiven("top_logprobs"),
            Echo.required("top_p", "1.0", "null"),
            Echo.optional("truncation", "\"disabled\""),
            Echo.optional("user", "null"));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1_024);

    private UnfinishedResponse() {}

    static Body of(Standing standing, String id) {
        return new UnfinishedResponse().write(standing, id);
    }

    /// What [#of] needs of a request, and whether it streams.
    static Body memo(Body request) {
        return new UnfinishedResponse().gather(members(request));
    }

    private Body gather(Optional<JsonObject> request) {
        var names = Stream.concat(Stream.of("model", "stream"), ECHOED.stream().map(Echo::name));
        var between = "{";
        for (var name : names.toList()) {
            var given = request.flatMap(members -> members.get(name));
            if (given.isPresent()) {
                text(between + "\"" + name + "\":");
                given.get().writeTo(out);
                between = ",";
            }
        }
        text(between.equals("{") ? "{}" : "}");
        return Body.of(out.toByteArray());
    }

    private Body write(Standing standing, String id) {
        var asked = standing.memo().flatMap(UnfinishedResponse::members);
        var model = standing.model().or(() -> asked.flatMap(request -> request.text("model")));
        text("{\"id\":\"" + id + "\",\"object\":\"response\",\"created_at\":"
                + standing.createdAt().getEpochSecond() + ",\"status\":\"" + status(standing.stage())
                + "\",\"background\":true,\"completed_at\":null,\"error\":"
                + standing.reason().map(UnfinishedResponse::error).orElse("null")
                + ",\"incomplete_details\":null,\"model\":"
                + JsonText.quote(model.orElse("unknown"))
                + ",\"output\":[],\"store\":true,\"usage\":null");
        for (var echo : ECHOED) {
            if (asked.isPresent()) {
                member(echo.name(), asked.get().get(echo.name()), echo.usual());
            } else {
                member(echo.name(), Optional.empty(), echo.unknown());
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

    private void member(String name, Optional<JsonBytes> given, Optional<String> otherwise) {
        if (given.isPresent()) {
            text(",\"" + name + "\":");
            given.get().writeTo(out);
        } else {
            otherwise.ifPresent(json -> text(",\"" + name + "\":" + json));
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
