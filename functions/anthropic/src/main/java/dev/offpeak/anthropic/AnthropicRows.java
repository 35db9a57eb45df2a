package dev.offpeak.anthropic;

import dev.offpeak.core.pricing.Usage.Tier;
import dev.offpeak.core.provider.RowOutcome;
import dev.offpeak.wire.http.BatchReplies;
import dev.offpeak.wire.json.JsonBytes;
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
            case "errored" -> errored(id, result, from);
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
                id, answer.text("model").orElse("unknown"), place(200, message.get(), from), usage);
    }

    private static RowOutcome errored(String id, JsonObject result, int from) {
        // an error envelope inside the result, so two levels of the same name
        var envelope = result.get("error").filter(value -> value.kind() == Kind.OBJECT);
        var error = envelope.flatMap(JsonBytes::object).flatMap(inner -> inner.object("error"));
        var failure = AnthropicFailures.ofRow(error);
        return new RowOutcome.Failed(
                id,
                failure,
                BatchReplies.retryable(failure.status()),
                envelope.filter(value -> error.isPresent())
                        .map(value -> place(AnthropicFailures.status(error), value, from)));
    }

    private static RowOutcome.Place place(int status, JsonBytes body, int from) {
        return new RowOutcome.Place(status, body.offset() - from, body.length());
    }
}
