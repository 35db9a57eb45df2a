package dev.offpeak.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.offpeak.core.surface.BatchView;
import dev.offpeak.core.surface.CallerBatch.Phase;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// The message batch object as the API shows it.
final class MessageBatchJson {
    private MessageBatchJson() {}

    static void write(JsonGenerator json, BatchView view) throws IOException {
        var batch = view.batch();
        boolean ended = batch.phase() == Phase.ENDED;
        json.writeStringField("id", view.id());
        json.writeStringField("type", "message_batch");
        json.writeStringField("processing_status", status(view));
        counts(json, view);
        time(json, "ended_at", batch.course().endedAt());
        time(json, "created_at", Optional.of(batch.what().createdAt()));
        time(json, "expires_at", Optional.of(batch.what().expiresAt()));
        json.writeNullField("archived_at");
        time(json, "cancel_initiated_at", batch.course().cancelAt());
        json.writeStringField(
                "results_url", ended ? view.root() + AnthropicBatchSurface.PATH + "/" + view.id() + "/results" : null);
    }

    private static String status(BatchView view) {
        return switch (view.batch().phase()) {
            case ENDED, FAILED -> "ended";
            case CANCELING -> "canceling";
            case RUNNING -> "in_progress";
            case FINALIZING -> view.batch().course().cancelAt().isPresent() ? "canceling" : "in_progress";
        };
    }

    private static void counts(JsonGenerator json, BatchView view) throws IOException {
        var tally = view.batch().course().tally();
        json.writeObjectFieldStart("request_counts");
        json.writeNumberField("processing", view.batch().what().lines() - tally.ended());
        json.writeNumberField("succeeded", tally.succeeded());
        json.writeNumberField("errored", tally.errored());
        json.writeNumberField("canceled", tally.canceled());
        json.writeNumberField("expired", tally.expired());
        json.writeEndObject();
    }

    private static void time(JsonGenerator json, String name, Optional<Instant> at) throws IOException {
        json.writeStringField(name, at.map(Instant::toString).orElse(null));
    }
}
