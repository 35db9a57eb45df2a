package dev.offpeak.simulator.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.batch.BatchWork;
import dev.offpeak.simulator.batch.Ending;
import dev.offpeak.simulator.batch.Inspection;
import dev.offpeak.simulator.batch.RowCut;
import dev.offpeak.simulator.batch.RowFate;
import dev.offpeak.simulator.batch.RowFates;
import dev.offpeak.simulator.batch.ShuffledLines;
import dev.offpeak.simulator.batch.Tally;
import dev.offpeak.simulator.bill.Tab;
import dev.offpeak.simulator.bill.Usage;
import dev.offpeak.simulator.http.Json;
import dev.offpeak.simulator.http.Outcome;
import dev.offpeak.simulator.http.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/// Runs the rows of one message batch; a bad row fails alone, the batch as a whole never does.
final class AnthropicWork implements BatchWork {
    private final String owner;
    private final MessageBatch batch;
    private final RowFates fates;
    private final BatchRows with;

    AnthropicWork(String owner, MessageBatch batch, RowFates fates, BatchRows with) {
        this.owner = owner;
        this.batch = batch;
        this.fates = fates;
        this.with = with;
    }

    @Override
    public Inspection inspect() throws IOException {
        int endless = 0;
        try (BufferedReader reader = Files.newBufferedReader(batch.rows())) {
            int index = 0;
            for (String row = reader.readLine(); row != null; row = reader.readLine()) {
                endless += fates.of(index++, row) == RowFate.EXPIRE ? 1 : 0;
            }
        }
        return new Inspection.Accepted(batch.size(), endless, "", 0);
    }

    @Override
    public Tally settle(Ending ending, RowCut cut, Tab tab) throws IOException {
        Counts counts = new Counts(tab);
        try (BufferedReader reader = Files.newBufferedReader(batch.rows());
                ShuffledLines results = new ShuffledLines(batch.results())) {
            int index = 0;
            for (String row = reader.readLine(); row != null; row = reader.readLine()) {
                RowFate fate = fates.of(index, row);
                boolean ran = fate != RowFate.EXPIRE && cut.reached(index);
                if (ran) {
                    run(row, fate, results, counts);
                } else {
                    notRun(row, ending, results, counts);
                }
                index++;
            }
        }
        return counts.tally();
    }

    private void run(String row, RowFate fate, ShuffledLines results, Counts counts) throws IOException {
        if (fate == RowFate.MISSING) {
            return;
        }
        JsonNode json = Json.MAPPER.readTree(row);
        String customId = json.path("custom_id").asText();
        ObjectNode params = (ObjectNode) json.get("params");
        switch (outcome(params, fate)) {
            case Outcome.Refused(Refusal refusal) -> {
                counts.failed++;
                ObjectNode result = Json.object().put("type", "errored");
                result.set("error", Anthropic.error(refusal).putNull("request_id"));
                results.add(line(customId, result));
            }
            case Outcome.Answered(ObjectNode message, String model, Usage usage) -> {
                counts.succeeded++;
                counts.usage = counts.usage.plus(usage);
                counts.tab.row(Anthropic.NAME, model, fates.batchId(), customId, params, usage);
                ObjectNode result = Json.object().put("type", "succeeded").set("message", message);
                for (int copy = 0; copy < (fate == RowFate.DUPLICATE ? 2 : 1); copy++) {
                    results.add(line(customId, result));
                }
            }
        }
    }

    private Outcome outcome(ObjectNode params, RowFate fate) {
        Optional<Refusal> refusal = MessagesApi.askedToFail(fate).or(() -> ParamRules.checkInBatch(params));
        return refusal.<Outcome>map(Outcome.Refused::new)
                .orElseGet(() -> with.messages().run(params, batch.version(), owner, "batch"));
    }

    private static void notRun(String row, Ending ending, ShuffledLines results, Counts counts) throws IOException {
        boolean isCancel = ending instanceof Ending.Cancelled;
        counts.cancelled += isCancel ? 1 : 0;
        counts.expired += isCancel ? 0 : 1;
        String customId = Json.MAPPER.readTree(row).path("custom_id").asText();
        results.add(line(customId, Json.object().put("type", isCancel ? "canceled" : "expired")));
    }

    private static ObjectNode line(String customId, ObjectNode result) {
        return Json.object().put("custom_id", customId).set("result", result);
    }

    @Override
    public void reserve(Optional<Inspection> inspection) {
        with.queue().take(owner, batch.size());
    }

    @Override
    public void release() {
        with.queue().release(owner, batch.size());
    }

    private static final class Counts {
        private final Tab tab;
        private int succeeded;
        private int failed;
        private int expired;
        private int cancelled;
        private Usage usage = Usage.NONE;

        Counts(Tab tab) {
            this.tab = tab;
        }

        Tally tally() {
            return new Tally(succeeded, failed, expired, cancelled, usage, Optional.empty(), Optional.empty());
        }
    }
}
