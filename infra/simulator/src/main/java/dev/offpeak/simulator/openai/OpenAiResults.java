package dev.offpeak.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.batch.Ending;
import dev.offpeak.simulator.batch.RowFate;
import dev.offpeak.simulator.batch.ShuffledLines;
import dev.offpeak.simulator.batch.Tally;
import dev.offpeak.simulator.bill.Tab;
import dev.offpeak.simulator.bill.Usage;
import dev.offpeak.simulator.http.Json;
import dev.offpeak.simulator.http.Outcome;
import dev.offpeak.simulator.http.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// The two result files of a batch in the making: 2xx rows in one, everything else in the other.
final class OpenAiResults implements AutoCloseable {
    private final String owner;
    private final OpenAiBatch batch;
    private final String batchId;
    private final BatchRows with;
    private final Tab tab;
    private final Path outputPath;
    private final Path errorPath;
    private final ShuffledLines output;
    private final ShuffledLines errors;
    private Usage usage = Usage.NONE;
    private int succeeded;
    private int failed;
    private int expired;
    private int cancelled;

    OpenAiResults(String owner, OpenAiBatch batch, String batchId, BatchRows with, Tab tab) throws IOException {
        this.owner = owner;
        this.batch = batch;
        this.batchId = batchId;
        this.with = with;
        this.tab = tab;
        this.outputPath = with.files().scratch();
        this.errorPath = with.files().scratch();
        this.output = new ShuffledLines(outputPath);
        this.errors = new ShuffledLines(errorPath);
    }

    void run(Line line, RowFate fate) throws IOException {
        switch (fate) {
            case INVALID_REQUEST -> failed(line, Refusals.INVALID);
            case SERVER_ERROR -> failed(line, Refusals.SERVER_ERROR);
            case MISSING, EXPIRE -> {}
            case ANSWER -> answer(line, 1);
            case DUPLICATE -> answer(line, 2);
        }
    }

    private void answer(Line line, int copies) throws IOException {
        switch (with.models().run(batch.endpoint(), line.body(), owner)) {
            case Outcome.Refused(Refusal refusal) -> failed(line, refusal);
            case Outcome.Answered(ObjectNode body, String model, Usage used) -> {
                succeeded++;
                usage = usage.plus(used);
                tab.row(OpenAi.NAME, model, batchId, line.customId(), line.body(), used);
                for (int i = 0; i < copies; i++) {
                    output.add(row(line, 200, body));
                }
            }
        }
    }

    private void failed(Line line, Refusal refusal) throws IOException {
        failed++;
        errors.add(row(line, refusal.status(), OpenAi.envelope(refusal)));
    }

    void notRun(Line line, Ending ending) throws IOException {
        boolean isCancel = ending instanceof Ending.Cancelled;
        cancelled += isCancel ? 1 : 0;
        expired += isCancel ? 0 : 1;
        ObjectNode row = row(line).putNull("response");
        row.putObject("error")
                .put("code", isCancel ? "batch_cancelled" : "batch_expired")
                .put(
                        "message",
                        isCancel
                                ? "This request was not executed because the batch was cancelled."
                                : "This request could not be executed before the completion window expired.");
        errors.add(row);
    }

    private ObjectNode row(Line line) {
        return Json.object().put("id", with.ids().next("batch_req_")).put("custom_id", line.customId());
    }

    private ObjectNode row(Line line, int status, JsonNode body) {
        ObjectNode row = row(line);
        row.putObject("response")
                .put("status_code", status)
                .put("request_id", with.ids().next("req_"))
                .set("body", body);
        return row.putNull("error");
    }

    Tally finish(Instant endedAt) throws IOException {
        close();
        Optional<String> outputId = register(output, outputPath, "_output.jsonl", endedAt);
        Optional<String> errorId = register(errors, errorPath, "_error.jsonl", endedAt);
        return new Tally(succeeded, failed, expired, cancelled, usage, outputId, errorId);
    }

    private Optional<String> register(ShuffledLines lines, Path path, String suffix, Instant endedAt)
            throws IOException {
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        Optional<Instant> expiresAt = Optional.of(endedAt.plus(batch.outputLife()));
        return Optional.of(with.files()
                .add(owner, batchId + suffix, "batch_output", path, endedAt, expiresAt)
                .id());
    }

    @Override
    public void close() throws IOException {
        output.close();
        errors.close();
    }
}
