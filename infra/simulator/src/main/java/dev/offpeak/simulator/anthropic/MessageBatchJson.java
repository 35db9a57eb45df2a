package dev.offpeak.simulator.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.batch.BatchRun;
import dev.offpeak.simulator.batch.Phase;
import dev.offpeak.simulator.batch.Tally;
import dev.offpeak.simulator.http.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The message batch object as the API shows it.
final class MessageBatchJson {
    private static final Duration RESULTS_LIFE = Duration.ofDays(29);

    private MessageBatchJson() {}

    /// @param base the address of the batches, for the results URL
    static ObjectNode render(MessageBatch batch, BatchRun run, Instant now, String base) {
        ObjectNode json =
                Json.object().put("id", run.id()).put("type", "message_batch").put("processing_status", "in_progress");
        counts(json, batch.size(), 0, 0, 0, 0);
        json.putNull("ended_at")
                .put("created_at", time(run.createdAt()))
                .put("expires_at", time(run.expiresAt()))
                .putNull("archived_at")
                .putNull("cancel_initiated_at")
                .putNull("results_url");
        run.cancelRequestedAt()
                .ifPresent(at -> json.put("processing_status", "canceling").put("cancel_initiated_at", time(at)));
        if (run.phase(now) instanceof Phase.Ended ended) {
            ended(json, batch.size(), ended);
            boolean archived = !now.isBefore(archiving(run));
            json.put("archived_at", archived ? time(archiving(run)) : null);
            json.put("results_url", archived ? null : base + "/" + run.id() + "/results");
        }
        if (run.faults().lyingCounters()) {
            counts(json, 0, batch.size(), 0, 0, 0);
        }
        return json;
    }

    private static void ended(ObjectNode json, int size, Phase.Ended ended) {
        Tally tally = ended.tally();
        // the five always add up, so a row missing from the results counts as succeeded
        int succeeded = size - tally.failed() - tally.cancelled() - tally.expired();
        counts(json, 0, succeeded, tally.failed(), tally.cancelled(), tally.expired());
        json.put("processing_status", "ended")
                .put("ended_at", time(ended.ending().at()));
    }

    private static void counts(ObjectNode json, int processing, int succeeded, int errored, int canceled, int expired) {
        json.putObject("request_counts")
                .put("processing", processing)
                .put("succeeded", succeeded)
                .put("errored", errored)
                .put("canceled", canceled)
                .put("expired", expired);
    }

    static Instant archiving(BatchRun run) {
        return run.createdAt().plus(RESULTS_LIFE);
    }

    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).toString();
    }
}
