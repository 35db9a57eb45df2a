package dev.offpeak.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.offpeak.core.provider.Body;
import dev.offpeak.wire.json.JsonBytes;
import dev.offpeak.wire.json.JsonObject;
import java.util.Optional;

/// The one field a direct call needs that its caller may have left out: `stream_options.include_usage`, without which a
/// stream of chunks never tells what it cost. All other bytes of the body stay as they are.
final class UsageOption {
    private static final String ASK = "\"include_usage\":true";

    private UsageOption() {}

    /// The body that asks; empty when the caller's own does, or when it is not clear how it could. To OpenAI a null is
    /// as good as nothing.
    static Optional<Body> asked(Body body, JsonObject members) {
        var options = members.written("stream_options");
        if (options.isEmpty()) {
            return Optional.of(inserted(body, opening(body), "\"stream_options\":{" + ASK + "},"));
        }
        return switch (options.get().kind()) {
            case NULL -> Optional.of(replaced(body, options.get(), "{" + ASK + "}"));
            case OBJECT -> asked(body, options.get(), options.get().object().orElseThrow());
            case ARRAY, STRING, NUMBER, BOOLEAN -> Optional.empty();
        };
    }

    private static Optional<Body> asked(Body body, JsonBytes options, JsonObject members) {
        var include = members.written("include_usage");
        if (include.isEmpty()) {
            return Optional.of(
                    inserted(body, options.offset() + 1, ASK + (members.names().isEmpty() ? "" : ",")));
        }
        return switch (include.get().kind()) {
            case NULL -> Optional.of(replaced(body, include.get(), "true"));
            case BOOLEAN ->
                include.get().isTrue() ? Optional.empty() : Optional.of(replaced(body, include.get(), "true"));
            case OBJECT, ARRAY, STRING, NUMBER -> Optional.empty();
        };
    }

    /// Just behind the brace that opens the body, which has members: `stream` is one.
    private static int opening(Body body) {
        int i = body.offset();
        while (body.array()[i] != '{') {
            i++;
        }
        return i + 1;
    }

    private static Body inserted(Body body, int at, String text) {
        return replaced(body, at, 0, text);
    }

    private static Body replaced(Body body, JsonBytes value, String text) {
        return replaced(body, value.offset(), value.length(), text);
    }

    private static Body replaced(Body body, int at, int length, String text) {
        var more = text.getBytes(US_ASCII);
        int before = at - body.offset();
        var bytes = new byte[body.length() - length + more.length];
        System.arraycopy(body.array(), body.offset(), bytes, 0, before);
        System.arraycopy(more, 0, bytes, before, more.length);
        System.arraycopy(body.array(), at + length, bytes, before + more.length, body.length() - before - length);
        return Body.of(bytes);
    }
}
