package dev.offpeak.openai;

import dev.offpeak.core.provider.Inspection;
import dev.offpeak.core.provider.Request;
import dev.offpeak.wire.json.JsonObject;
import dev.offpeak.wire.json.MalformedJson;
import java.util.Optional;

/// Reads from a request what routing needs. OpenAI checks a file's lines only after the batch was created, and the
/// first bad one fails all: what can be told early is told here.
final class OpenAiRequests {
    /// Changes what a call does. A line of a batch has no headers.
    static final String BETA = "openai-beta";

    private static final String MODEL = "[\\x21-\\x7e]{1,256}";

    // custom_id, method and url of a line take less
    private static final int AROUND_BODY = 256;

    private OpenAiRequests() {}

    static Inspection inspect(Request request) {
        var endpoint = OpenAiEndpoint.find(request.endpoint());
        if (endpoint.isEmpty()) {
            return new Inspection.Invalid(
                    "endpoint", request.endpoint() + " is not taken; allowed: " + OpenAiEndpoint.allowed());
        }
        var unsound = request.headers().unsound();
        if (unsound.isPresent()) {
            return new Inspection.Invalid("headers." + unsound.get(), "is not plain ASCII text");
        }
        try {
            var inspection = inspect(
                    endpoint.get(),
                    JsonObject.parse(request.body()),
                    request.body().length());
            return inspection instanceof Inspection.Batchable(var model, int inputs)
                            && request.headers().values().containsKey(BETA)
                    ? new Inspection.DirectOnly(model, "a line of a batch takes no " + BETA + " header")
                    : inspection;
        } catch (MalformedJson e) {
            return new Inspection.Invalid("body", e.why());
        }
    }

    private static Inspection inspect(OpenAiEndpoint endpoint, JsonObject body, int length) {
        var model = body.text("model").orElse("");
        boolean missing = body.get("model").isEmpty();
        if (missing ? !endpoint.hasDefaultModel() : !isModel(model)) {
            return new Inspection.Invalid("body.model", missing ? "is missing" : "is not the name of a model");
        }
        var required = endpoint.required().filter(name -> body.get(name).isEmpty());
        if (required.isPresent()) {
            return new Inspection.Invalid("body." + required.get(), "is missing");
        }
        return endpoint == OpenAiEndpoint.EMBEDDINGS
                ? embeddings(body, model, length)
                : routed(endpoint, body, model, length, 0);
    }

    static boolean isModel(String name) {
        return name.matches(MODEL);
    }

    private static Inspection embeddings(JsonObject body, String model, int length) {
        var inputs = EmbeddingInputs.count(body.get("input").orElseThrow());
        return switch (inputs) {
            case EmbeddingInputs.Counted(int count) -> routed(OpenAiEndpoint.EMBEDDINGS, body, model, length, count);
            case EmbeddingInputs.Unsound(var why) -> new Inspection.Invalid("body.input", why);
        };
    }

    private static Inspection routed(OpenAiEndpoint endpoint, JsonObject body, String model, int length, int inputs) {
        return whyDirect(endpoint, body, model, length)
                .<Inspection>map(why -> new Inspection.DirectOnly(model, why))
                .orElseGet(() -> new Inspection.Batchable(model, inputs));
    }

    private static Optional<String> whyDirect(OpenAiEndpoint endpoint, JsonObject body, String model, int length) {
        if (endpoint.directOnly().isPresent()) {
            return endpoint.directOnly();
        }
        if (body.isTrue("stream")) {
            return Optional.of("stream: true is not taken by a batch");
        }
        if (model.isEmpty()) {
            return Optional.of("a batch holds one model, and the body names none");
        }
        return length + AROUND_BODY > OpenAiDialect.LIMITS.bytes()
                ? Optional.of("it is larger than a whole batch may be")
                : Optional.empty();
    }
}
