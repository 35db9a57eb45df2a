package dev.offpeak.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.offpeak.core.provider.Body;
import dev.offpeak.wire.json.JsonBytes;
import dev.offpeak.wire.json.JsonBytes.Kind;
import dev.offpeak.wire.json.JsonObject;
import java.util.Optional;

/// The one field a direct call needs that its caller may have left out: `stream_options.include_usage`, without which a
/// stream of chunks never tells what it cost. All other bytes of the body stay as they are.
final class UsageOption {
    private static final String ASK = "\"include_usage\":true";

    private UsageOption() {}

    /// The body that asks; empty when the caller's own does, or when it is not clear how it could.
    static Optional<Body> asked(Body body, JsonObject members) {
        var options = members.get("stream_options");
        if (options.isEmpty()) {
            // a null is a member, too, and of two with one name the last counts
            return members.names().contains("stream_options")
                    ? Optional.empty()
                    : Optional.of(inserted(body, opening(body), "\"stream_options\":{" + ASK + "},"));
        }
        if (options.get().kind() != Kind.OBJECT) {
            return Optional.empty();
        }
        return asked(body, options.get(), options.get().object().orElseThrow());
    }

    private static Optional<Body> asked(Body body, JsonBytes options, JsonObject members) {
        var include = members.get("include_usage");
        if (include.isEmpty()) {
            return members.names().contains("include_usage")
                    ? Optional.empty()
                    : Optional.of(inserted(
                            body, options.offset() + 1, ASK + (members.names().isEmpty() ? "" : ",")));
        }
        return include.get().kind() == Kind.BOOLEAN && !include.get().isTrue()
                ? Optional.of(replaced(body, include.get().offset(), "false".length(), "true"))
                : Optional.empty();
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
