package dev.offpeak.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.offpeak.core.surface.BatchInput;
import dev.offpeak.core.surface.BatchView;
import dev.offpeak.core.surface.CallerBatch.Phase;
import dev.offpeak.core.surface.FileView;
import dev.offpeak.core.surface.Flaw;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Batch and file objects as the API shows them.
final class BatchJson {
    private BatchJson() {}

    static void write(JsonGenerator json, BatchView view) throws IOException {
        var what = view.batch().what();
        json.writeStringField("id", view.id());
        json.writeStringField("object", "batch");
        json.writeStringField("endpoint", what.endpoint().path());
        model(json, view);
        errors(json, view);
        json.writeStringField(
                "input_file_id", what.input().map(BatchInput::file).orElse(""));
        json.writeStringField("completion_window", "24h");
        json.writeStringField("status", status(view));
        json.writeStringField("output_file_id", view.output().orElse(null));
        json.writeStringField("error_file_id", view.errors().orElse(null));
        times(json, view);
        counts(json, view);
        usage(json, view);
        metadata(json, what.input().map(BatchInput::metadata).orElse(Map.of()));
    }

    private static void metadata(JsonGenerator json, Map<String, String> metadata) throws IOException {
        if (metadata.isEmpty()) {
            json.writeNullField("metadata");
            return;
        }
        json.writeObjectFieldStart("metadata");
        for (var pair : new TreeMap<>(metadata).entrySet()) {
            json.writeStringField(pair.getKey(), pair.getValue());
        }
        json.writeEndObject();
    }

    static String status(BatchView view) {
        var course = view.batch().course();
        boolean canceled = course.cancelAt().isPresent();
        if (isNew(view)) {
            return "validating";
        }
        return switch (view.batch().phase()) {
            case FAILED -> "failed";
            case RUNNING -> "in_progress";
            case CANCELING -> "cancelling";
            case FINALIZING -> canceled ? "cancelling" : "finalizing";
            case ENDED -> canceled ? "cancelled" : course.tally().expired() > 0 ? "expired" : "completed";
        };
    }

    /// OpenAI answers before it has looked into the file, and so its clients expect a new batch to be.
    private static boolean isNew(BatchView view) {
        return view.fresh() && view.batch().phase() != Phase.ENDED;
    }

    /// Of a new batch OpenAI has not read the file yet.
    private static void model(JsonGenerator json, BatchView view) throws IOException {
        var model = view.batch().what().input().flatMap(BatchInput::model);
        if (model.isPresent() && !isNew(view)) {
            json.writeStringField("model", model.get());
        }
    }

    private static void times(JsonGenerator json, BatchView view) throws IOException {
        var batch = view.batch();
        var created = batch.what().createdAt();
        var course = batch.course();
        var status = status(view);
        boolean begun = !isNew(view) && batch.phase() != Phase.FAILED;
        time(json, "created_at", Optional.of(created));
        time(json, "in_progress_at", begun ? Optional.of(created) : Optional.empty());
        time(json, "expires_at", Optional.of(batch.what().expiresAt()));
        time(json, "finalizing_at", begun ? course.settledAt() : Optional.empty());
        time(json, "failed_at", status.equals("failed") ? Optional.of(created) : Optional.empty());
        time(json, "completed_at", status.equals("completed") ? course.endedAt() : Optional.empty());
        time(json, "expired_at", status.equals("expired") ? course.endedAt() : Optional.empty());
        time(json, "cancelling_at", course.cancelAt());
        time(json, "cancelled_at", status.equals("cancelled") ? course.endedAt() : Optional.empty());
    }

    private static void errors(JsonGenerator json, BatchView view) throws IOException {
        if (isNew(view) || view.batch().what().flaws().isEmpty()) {
            json.writeNullField("errors");
            return;
        }
        json.writeObjectFieldStart("errors");
        json.writeStringField("object", "list");
        json.writeArrayFieldStart("data");
        for (var flaw : view.batch().what().flaws()) {
            write(json, flaw);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Flaw flaw) throws IOException {
        json.writeStartObject();
        json.writeStringField("code", flaw.code());
        json.writeStringField("message", flaw.message());
        json.writeStringField("param", flaw.param().orElse(null));
        if (flaw.line().isPresent()) {
            json.writeNumberField("line", flaw.line().get());
        } else {
            json.writeNullField("line");
        }
        json.writeEndObject();
    }

    /// What was called off or came too late counts as failed, so that the two add up to the total in the end.
    private static void counts(JsonGenerator json, BatchView view) throws IOException {
        var tally = view.batch().course().tally();
        json.writeObjectFieldStart("request_counts");
        json.writeNumberField("total", isNew(view) ? 0 : view.batch().what().lines());
        json.writeNumberField("completed", isNew(view) ? 0 : tally.succeeded());
        json.writeNumberField("failed", isNew(view) ? 0 : tally.ended() - tally.succeeded());
        json.writeEndObject();
    }

    /// It counts what its files show, so there is none before they do.
    private static void usage(JsonGenerator json, BatchView view) throws IOException {
        var usage = view.batch().course().made().usage();
        if (usage.isEmpty() || view.batch().phase() != Phase.ENDED) {
            return;
        }
        var tokens = usage.get();
        json.writeObjectFieldStart("usage");
        json.writeNumberField("input_tokens", tokens.input());
        json.writeObjectFieldStart("input_tokens_details");
        json.writeNumberField("cached_tokens", tokens.cached());
        json.writeEndObject();
        json.writeNumberField("output_tokens", tokens.output());
        json.writeObjectFieldStart("output_tokens_details");
        json.writeNumberField("reasoning_tokens", tokens.reasoning());
        json.writeEndObject();
        json.writeNumberField("total_tokens", tokens.total());
        json.writeEndObject();
    }

    static void write(JsonGenerator json, FileView view) throws IOException {
        var facts = view.file().facts();
        json.writeStringField("id", view.id());
        json.writeStringField("object", "file");
        json.writeNumberField("bytes", facts.bytes());
        time(json, "created_at", Optional.of(facts.createdAt()));
        time(json, "expires_at", facts.expiresAt());
        json.writeStringField("filename", facts.filename());
        json.writeStringField("purpose", facts.purpose());
        json.writeStringField("status", "processed");
        json.writeNullField("status_details");
    }

    private static void time(JsonGenerator json, String name, Optional<Instant> at) throws IOException {
        if (at.isPresent()) {
            json.writeNumberField(name, at.get().getEpochSecond());
        } else {
            json.writeNullField(name);
        }
    }
}
