package dev.offpeak.openai;

import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.provider.BatchApi.Mark;
import dev.offpeak.core.provider.BatchApi.ResultFile;
import dev.offpeak.core.provider.BatchApi.Sighting;
import dev.offpeak.core.provider.BatchView;
import dev.offpeak.core.provider.BatchView.Counts;
import dev.offpeak.core.provider.BatchView.LineProblem;
import dev.offpeak.core.provider.BatchView.Status;
import dev.offpeak.core.provider.Body;
import dev.offpeak.wire.json.JsonObject;
import dev.offpeak.wire.json.MalformedJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads a batch object.
final class OpenAiBatchView {
    private static final String ID = "[A-Za-z0-9_.-]{1,128}";

    private OpenAiBatchView() {}

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
        var status = batch.text("status");
        var createdAt = instant(batch, "created_at");
        return status.isPresent() && createdAt.isPresent()
                ? Optional.of(new BatchView(
                        id, status(status.get(), batch), counts(batch), createdAt.get(), instant(batch, "expires_at")))
                : Optional.empty();
    }

    /// A batch of a list, with what [OpenAiBatches] left on it.
    static Optional<Sighting> sighting(JsonObject batch) {
        var bundle = batch.object("metadata")
                .flatMap(metadata -> metadata.text(OpenAiBatches.BUNDLE))
                .filter(id -> id.matches("bundle_[0-9a-z]{1,57}"))
                .map(BundleId::new);
        return read(batch)
                .map(view -> new Sighting(view, batch.text("input_file_id").map(upload -> new Mark(upload, bundle))));
    }

    private static Status status(String raw, JsonObject batch) {
        return switch (raw) {
            case "validating", "in_progress", "finalizing" -> new Status.Running(raw);
            case "cancelling" -> new Status.Canceling();
            case "completed", "expired", "cancelled" -> ended(raw, batch);
            // said to mean that nothing ran; should there be rows all the same, they were paid for
            case "failed" ->
                files(batch).isEmpty() ? new Status.Invalid(problems(batch)) : new Status.Ended(raw, files(batch));
            default -> new Status.Unknown(raw);
        };
    }

    /// Counters never settle a line, but they can say that a file is still to come: to believe that there is none would
    /// send lines again that are paid for.
    private static Status ended(String raw, JsonObject batch) {
        return counts(batch).succeeded() > 0 && batch.text("output_file_id").isEmpty()
                ? new Status.Unknown(raw + " without its output file")
                : new Status.Ended(raw, files(batch));
    }

    /// Either may be missing: a batch of which every line failed has no output file.
    private static List<ResultFile> files(JsonObject batch) {
        return Stream.of("output_file_id", "error_file_id")
                .flatMap(name -> batch.text(name).stream())
                .filter(ref -> ref.matches(ID))
                .map(ResultFile::new)
                .toList();
    }

    private static List<LineProblem> problems(JsonObject batch) {
        var problems = new ArrayList<LineProblem>();
        batch.object("errors")
                .flatMap(errors -> errors.get("data"))
                .ifPresent(data -> data.each(
                        error -> error.object().map(OpenAiBatchView::problem).ifPresent(problems::add)));
        return problems;
    }

    private static LineProblem problem(JsonObject error) {
        var code = error.text("code").orElse("unknown");
        return new LineProblem(
                error.integer("line")
                        .filter(line -> line > 0 && line <= 1_000_000)
                        .map(Long::intValue),
                code,
                error.text("message").orElse("no message"),
                // a full queue empties by itself; every other complaint is about the lines
                code.equals("token_limit_exceeded") || code.equals("request_limit_exceeded"));
    }

    private static Counts counts(JsonObject batch) {
        return batch.object("request_counts")
                .map(counts -> new Counts(count(counts, "total"), count(counts, "completed"), count(counts, "failed")))
                .orElse(Counts.NONE);
    }

    private static int count(JsonObject counts, String name) {
        return counts.integer(name)
                .filter(n -> n >= 0 && n <= Integer.MAX_VALUE)
                .orElse(0L)
                .intValue();
    }

    private static Optional<Instant> instant(JsonObject batch, String name) {
        return batch.integer(name).filter(s -> s > 0 && s < 1L << 36).map(Instant::ofEpochSecond);
    }
}
