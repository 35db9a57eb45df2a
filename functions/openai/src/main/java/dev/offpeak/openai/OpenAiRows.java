package dev.offpeak.openai;

import dev.offpeak.core.pricing.Usage.Tier;
import dev.offpeak.core.provider.RowOutcome;
import dev.offpeak.wire.http.BatchReplies;
import dev.offpeak.wire.json.JsonBytes;
import dev.offpeak.wire.json.JsonBytes.Kind;
import dev.offpeak.wire.json.JsonObject;
import dev.offpeak.wire.json.MalformedJson;
import java.util.Optional;

/// Reads the rows of output and error files, which have one shape:
/// `{id, custom_id, response: {status_code, request_id, body} | null, error: {code, message} | null}`.
final class OpenAiRows {
    private OpenAiRows() {}

    static RowOutcome read(byte[] bytes, int from, int to) {
        try {
            var row = JsonObject.parse(bytes, from, to);
            return row.text("custom_id")
                    .map(id -> read(id, row, from))
                    .orElseGet(() -> new RowOutcome.Unreadable("no custom_id"));
        } catch (MalformedJson e) {
            return new RowOutcome.Unreadable(e.why());
        }
    }

    private static RowOutcome read(String id, JsonObject row, int from) {
        var response = row.object("response");
        int status = response.flatMap(r -> r.integer("status_code"))
                .filter(code -> code > 0 && code < 1000)
                .map(Long::intValue)
                .orElse(0);
        return status >= 200 && status < 300
                ? succeeded(id, status, response.orElseThrow(), from)
                : failed(id, status, response, row.object("error"), from);
    }

    private static RowOutcome succeeded(String id, int status, JsonObject response, int from) {
        var slice = response.get("body").filter(body -> body.kind() == Kind.OBJECT);
        if (slice.isEmpty()) {
            return new RowOutcome.Unreadable("status " + status + " without a body");
        }
        var answer = slice.get().object().orElseThrow();
        // some rows name no tier, but a row of a batch is billed as one
        var usage = OpenAiUsage.read(answer).at(Tier.BATCH);
        return new RowOutcome.Succeeded(
                id, answer.text("model").orElse("unknown"), place(status, slice.get(), from), usage);
    }

    private static RowOutcome failed(
            String id, int status, Optional<JsonObject> response, Optional<JsonObject> rowError, int from) {
        // an HTTP failure has its error in the body, a line that was not executed beside the response
        var error = response.flatMap(r -> r.object("body"))
                .flatMap(body -> body.object("error"))
                .or(() -> rowError);
        if (response.isEmpty() && error.isEmpty()) {
            return new RowOutcome.Unreadable("neither response nor error");
        }
        return switch (rowError.flatMap(e -> e.text("code")).orElse("")) {
            case "batch_expired" -> new RowOutcome.Expired(id);
            case "batch_cancelled", "batch_canceled" -> new RowOutcome.Canceled(id);
            default ->
                new RowOutcome.Failed(
                        id,
                        OpenAiFailures.of(status, error),
                        BatchReplies.retryable(status),
                        // without a status it is no answer of the endpoint, whatever lies there
                        response.flatMap(r -> r.get("body"))
                                .filter(body -> status >= 300 && status < 600 && body.kind() == Kind.OBJECT)
                                .map(body -> place(status, body, from)));
        };
    }

    private static RowOutcome.Place place(int status, JsonBytes body, int from) {
        return new RowOutcome.Place(status, body.offset() - from, body.length());
    }
}
