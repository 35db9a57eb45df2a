package dev.offpeak.simulator.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.batch.BatchRun;
import dev.offpeak.simulator.batch.Ending;
import dev.offpeak.simulator.batch.Inspection;
import dev.offpeak.simulator.batch.Phase;
import dev.offpeak.simulator.batch.Tally;
import dev.offpeak.simulator.bill.Usage;
import dev.offpeak.simulator.http.Json;
import java.time.Instant;
import java.util.List;

/// The batch object as the API shows it, misleading counters included.
final class BatchJson {
    private static final List<String> MOMENTS = List.of(
            "in_progress_at",
            "finalizing_at",
            "completed_at",
            "failed_at",
            "expired_at",
            "cancelling_at",
            "cancelled_at");

    private BatchJson() {}

    static ObjectNode render(OpenAiBatch batch, BatchRun run, Instant now) {
        ObjectNode json = Json.object()
                .put("id", run.id())
                .put("object", "batch")
                .put("endpoint", batch.endpoint())
                .putNull("errors")
                .put("input_file_id", batch.inputFileId())
                .put("completion_window", "24h")
                .put("status", "validating")
                .putNull("output_file_id")
                .putNull("error_file_id")
                .put("created_at", run.createdAt().getEpochSecond())
                .put("expires_at", run.expiresAt().getEpochSecond());
        MOMENTS.forEach(json::putNull);
        json.set("metadata", batch.metadata());
        counts(json, 0, 0, 0);
        usage(json, Usage.NONE);
        phase(json, run.phase(now));
        if (run.faults().lyingCounters()) {
            lie(json);
        }
        return json;
    }

    private static void phase(ObjectNode json, Phase phase) {
        switch (phase) {
            case Phase.Validating() -> {}
            case Phase.Rejected(Instant at, List<Inspection.Problem> problems) -> {
                status(json, "failed").put("failed_at", at.getEpochSecond());
                errors(json, problems);
            }
            case Phase.Running(Instant since, var accepted, int finished) -> {
                started(json, "in_progress", since, accepted);
                // counters trail behind what has been done
                counts(json, accepted.rows(), finished - finished % Math.max(1, accepted.rows() / 10), 0);
            }
            case Phase.Finalizing(Instant running, Instant since, var accepted) -> {
                started(json, "finalizing", running, accepted).put("finalizing_at", since.getEpochSecond());
                counts(json, accepted.rows(), accepted.rows(), 0);
            }
            case Phase.Cancelling(Instant running, Instant since, var accepted, int finished) -> {
                started(json, "cancelling", running, accepted).put("cancelling_at", since.getEpochSecond());
                counts(json, accepted.rows(), finished, 0);
            }
            case Phase.Ended(Instant running, Ending ending, var accepted, Tally tally) -> {
                started(json, "completed", running, accepted);
                ended(json, ending);
                tallied(json, accepted.rows(), tally);
            }
        }
    }

    private static void ended(ObjectNode json, Ending ending) {
        long at = ending.at().getEpochSecond();
        switch (ending) {
            case Ending.Completed completed ->
                status(json, "completed")
                        .put("finalizing_at", completed.finalizingAt().getEpochSecond())
                        .put("completed_at", at);
            case Ending.Expired ignored ->
                status(json, "expired").put("finalizing_at", at).put("expired_at", at);
            case Ending.Cancelled cancelled ->
                status(json, "cancelled")
                        .put("cancelling_at", cancelled.requestedAt().getEpochSecond())
                        .put("cancelled_at", at);
        }
    }

    private static void tallied(ObjectNode json, int rows, Tally tally) {
        counts(json, rows, tally.succeeded(), tally.failed());
        usage(json, tally.usage());
        tally.output().ifPresent(id -> json.put("output_file_id", id));
        tally.errors().ifPresent(id -> json.put("error_file_id", id));
    }

    private static ObjectNode started(ObjectNode json, String status, Instant since, Inspection.Accepted accepted) {
        return status(json, status).put("model", accepted.model()).put("in_progress_at", since.getEpochSecond());
    }

    private static ObjectNode status(ObjectNode json, String status) {
        return json.put("status", status);
    }

    private static void errors(ObjectNode json, List<Inspection.Problem> problems) {
        ObjectNode errors = json.putObject("errors").put("object", "list");
        var data = errors.putArray("data");
        for (Inspection.Problem problem : problems) {
            data.addObject()
                    .put("code", problem.code())
                    .put("message", problem.message())
                    .put("param", problem.param())
                    .put("line", problem.line());
        }
    }

    private static void counts(ObjectNode json, int total, int completed, int failed) {
        json.putObject("request_counts")
                .put("total", total)
                .put("completed", completed)
                .put("failed", failed);
    }

    private static void usage(ObjectNode json, Usage usage) {
        ObjectNode node = json.putObject("usage").put("input_tokens", usage.prompt());
        node.putObject("input_tokens_details").put("cached_tokens", usage.cacheRead());
        node.put("output_tokens", usage.output());
        node.putObject("output_tokens_details").put("reasoning_tokens", 0);
        node.put("total_tokens", usage.total());
    }

    private static void lie(ObjectNode json) {
        int total = json.path("request_counts").path("total").asInt();
        boolean over = json.path("status").asText().matches("completed|expired|cancelled");
        counts(json, total + 3, over ? 0 : total, over ? 0 : 1);
    }
}
