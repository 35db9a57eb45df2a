package dev.offpeak.anthropic;

import dev.offpeak.core.provider.Inspection;
import dev.offpeak.core.provider.Request;
import dev.offpeak.wire.json.JsonBytes;
import dev.offpeak.wire.json.JsonBytes.Kind;
import dev.offpeak.wire.json.JsonObject;
import dev.offpeak.wire.json.MalformedJson;
import java.util.List;
import java.util.Optional;

/// Reads from a request what routing needs. Anthropic looks into `params` only while the batch runs, so what is sure
/// to come back as a failed row is told here.
final class AnthropicRequests {
    private static final String MESSAGES = "/v1/messages";
    private static final String COUNT_TOKENS = "/v1/messages/count_tokens";
    private static final String MODEL = "[\\x21-\\x7e]{1,256}";

    /// Batch guide, 2026-11.
    private static final List<String> NOT_IN_BATCHES = List.of(
            "speed", "store", "previous_thread_event_id", "cache_hint", "context_hint", "research_preview_2026_02");

    // custom_id and the names around a line's params take less
    private static final int AROUND_PARAMS = 256;

    private AnthropicRequests() {}

    static Inspection inspect(Request request) {
        var path = request.endpoint().path();
        if (!path.equals(MESSAGES) && !path.equals(COUNT_TOKENS)) {
            return new Inspection.Invalid(
                    "endpoint", path + " is not taken; allowed: " + MESSAGES + ", " + COUNT_TOKENS);
        }
        var unsound = request.headers().unsound();
        if (unsound.isPresent()) {
            return new Inspection.Invalid("headers." + unsound.get(), "is not plain ASCII text");
        }
        try {
            var body = JsonObject.parse(request.body());
            return invalid(path, body)
                    .orElseGet(() -> routed(path, body, request.body().length()));
        } catch (MalformedJson e) {
            return new Inspection.Invalid("body", e.why());
        }
    }

    private static Optional<Inspection> invalid(String path, JsonObject body) {
        if (body.text("model").filter(model -> model.matches(MODEL)).isEmpty()) {
            return missing(body, "model", "is not the name of a model");
        }
        if (body.get("messages").filter(AnthropicRequests::isFilled).isEmpty()) {
            return missing(body, "messages", "is not an array of at least one message");
        }
        boolean counts = path.equals(COUNT_TOKENS);
        return counts || body.integer("max_tokens").filter(n -> n >= 0).isPresent()
                ? Optional.empty()
                : missing(body, "max_tokens", "is not a whole number");
    }

    private static Optional<Inspection> missing(JsonObject body, String name, String otherwise) {
        return Optional.of(new Inspection.Invalid("body." + name, body.get(name).isEmpty() ? "is missing" : otherwise));
    }

    private static boolean isFilled(JsonBytes array) {
        var filled = new boolean[1];
        array.each(element -> filled[0] = true);
        return array.kind() == Kind.ARRAY && filled[0];
    }

    private static Inspection routed(String path, JsonObject body, int length) {
        var model = body.text("model").orElseThrow();
        var why = path.equals(COUNT_TOKENS)
                ? Optional.of("counting tokens is not taken by a batch")
                : whyDirect(body).or(() -> tooLong(length));
        return why.<Inspection>map(reason -> new Inspection.DirectOnly(model, reason))
                .orElseGet(() -> new Inspection.Batchable(model, 0));
    }

    private static Optional<String> whyDirect(JsonObject body) {
        if (body.isTrue("stream")) {
            return Optional.of("stream: true is not taken by a batch");
        }
        if (body.integer("max_tokens").filter(n -> n == 0).isPresent()) {
            return Optional.of("max_tokens: 0 is not taken by a batch");
        }
        if (body.object("billing_policy")
                .flatMap(policy -> policy.text("bill_to"))
                .filter("user_profile"::equals)
                .isPresent()) {
            return Optional.of("billing_policy.bill_to: user_profile is not taken by a batch");
        }
        // the name alone is refused, whatever its value
        return NOT_IN_BATCHES.stream()
                .filter(body.names()::contains)
                .findFirst()
                .map(name -> name + " is not taken by a batch");
    }

    private static Optional<String> tooLong(int length) {
        return length + AROUND_PARAMS > AnthropicDialect.LIMITS.bytes()
                ? Optional.of("it is larger than a whole batch may be")
                : Optional.empty();
    }
}
