package dev.offpeak.anthropic;

import dev.offpeak.core.pricing.Usage.Tier;
import dev.offpeak.core.provider.RowOutcome;
import dev.offpeak.wire.http.BatchReplies;
import dev.offpeak.wire.json.JsonBytes.Kind;
import dev.offpeak.wire.json.JsonObject;
import dev.offpeak.wire.json.MalformedJson;

/// Reads result rows, `{custom_id, result: {type, …}}`.
final class AnthropicRows {
    private AnthropicRows() {}

    static RowOutcome read(byte[] bytes, int from, int to) {
        try {
            var row = JsonObject.parse(bytes, from, to);
            var id = row.text("custom_id");
            var result = row.object("result");
            if (id.isEmpty() || result.isEmpty()) {
                return new RowOutcome.Unreadable(id.isEmpty() ? "no custom_id" : "no result");
            }
            return read(id.get(), result.get(), from);
        } catch (MalformedJson e) {
            return new RowOutcome.Unreadable(e.why());
        }
    }

    private static RowOutcome read(String id, JsonObject result, int from) {
        return switch (result.text("type").orElse("")) {
            case "succeeded" -> succeeded(id, result, from);
            case "errored" -> {
                // an error envelope inside the result, so two levels of the same name
                var failure =
                        AnthropicFailures.ofRow(result.object("error").flatMap(envelope -> envelope.object("error")));
                yield new RowOutcome.Failed(id, failure, BatchReplies.retryable(failure.status()));
            }
            case "expired" -> new RowOutcome.Expired(id);
            case "canceled" -> new RowOutcome.Canceled(id);
            default -> new RowOutcome.Unreadable("a result of unknown type");
        };
    }

    private static RowOutcome succeeded(String id, JsonObject result, int from) {
        var message = result.get("message").filter(value -> value.kind() == Kind.OBJECT);
        if (message.isEmpty()) {
            return new RowOutcome.Unreadable("succeeded without a message");
        }
        var answer = message.get().object().orElseThrow();
        var usage = AnthropicUsage.read(answer).at(Tier.BATCH);
        return new RowOutcome.Succeeded(
                id,
                answer.text("model").orElse("unknown"),
                200,
                message.get().offset() - from,
                message.get().length(),
                usage);
    }
}
