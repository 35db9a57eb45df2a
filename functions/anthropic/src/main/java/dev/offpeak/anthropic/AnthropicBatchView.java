package dev.offpeak.anthropic;

import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.provider.BatchApi.ResultFile;
import dev.offpeak.core.provider.BatchView;
import dev.offpeak.core.provider.BatchView.Counts;
import dev.offpeak.core.provider.BatchView.Status;
import dev.offpeak.core.provider.Body;
import dev.offpeak.wire.json.JsonObject;
import dev.offpeak.wire.json.MalformedJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads a message batch object.
final class AnthropicBatchView {
    private static final String ID = "[A-Za-z0-9_.-]{1,128}";

    private AnthropicBatchView() {}

    static Optional<BatchView> read(byte[] answer) {
        try {
            return read(JsonObject.parse(Body.of(answer)));
        } catch (MalformedJson e) {
            return Optional.empty();
        }
    }

    static Optional<BatchView> read(JsonObject batch) {
        return batch.text("id").filter(id -> id.matches(ID)).flatMap(id -> read(new BatchId(id), batch));
    }

    private static Optional<BatchView> read(BatchId id, JsonObject batch) {
        var status = batch.text("processing_status");
        var createdAt = instant(batch, "created_at");
        return status.isPresent() && createdAt.isPresent()
                ? Optional.of(new BatchView(
                        id, status(status.get(), id), counts(batch), createdAt.get(), instant(batch, "expires_at")))
                : Optional.empty();
    }

    private static Status status(String raw, BatchId id) {
        return switch (raw) {
            case "in_progress" -> new Status.Running(raw);
            case "canceling" -> new Status.Canceling();
            case "ended" -> new Status.Ended(raw, List.of(new ResultFile(id.value())));
            default -> new Status.Unknown(raw);
        };
    }

    private static Counts counts(JsonObject batch) {
        return batch.object("request_counts")
                .map(counts -> new Counts(
                        sum(counts, "processing", "succeeded", "errored", "canceled", "expired"),
                        sum(counts, "succeeded"),
                        sum(counts, "errored")))
                .orElse(Counts.NONE);
    }

    private static int sum(JsonObject counts, String... names) {
        return (int) Stream.of(names)
                .flatMap(name -> counts.integer(name).stream())
                .filter(n -> n >= 0 && n <= 1_000_000)
                .mapToLong(n -> n)
                .sum();
    }

    private static Optional<Instant> instant(JsonObject batch, String name) {
        try {
            return batch.text(name).map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
