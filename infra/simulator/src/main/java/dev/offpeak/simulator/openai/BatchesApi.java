package dev.offpeak.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.batch.BatchFaults;
import dev.offpeak.simulator.batch.BatchRun;
import dev.offpeak.simulator.batch.BatchShelf;
import dev.offpeak.simulator.batch.BatchShelf.Item;
import dev.offpeak.simulator.batch.BatchWork;
import dev.offpeak.simulator.batch.Page;
import dev.offpeak.simulator.batch.RowFates;
import dev.offpeak.simulator.ground.Ground;
import dev.offpeak.simulator.ground.Ground.RowsOf;
import dev.offpeak.simulator.http.Call;
import dev.offpeak.simulator.http.Operation;
import dev.offpeak.simulator.http.Refusal;
import dev.offpeak.simulator.http.Reply;
import dev.offpeak.simulator.journal.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/batches`: create, look up, list, cancel.
final class BatchesApi {
    private final BatchShelf<OpenAiBatch> shelf;
    private final Ground ground;
    private final BatchRows rows;

    BatchesApi(BatchShelf<OpenAiBatch> shelf, Ground ground, BatchRows rows) {
        this.shelf = shelf;
        this.ground = ground;
        this.rows = rows;
    }

    /// Takes up the batches of earlier processes.
    void restore() {
        ground.batches().restore(OpenAi.NAME, restored -> {
            Entry.BatchCreated created = restored.created();
            OpenAiBatch batch = OpenAiBatch.of(created.details());
            BatchWork work = rows.of(created.owner(), batch, new RowFates(created.id(), created.faults()));
            shelf.add(created.owner(), ground.resume(restored, work), batch);
        });
    }

    List<Operation> operations() {
        return List.of(
                Operation.of("openai.batches.create", "POST", "/openai/v1/batches", this::create),
                Operation.of("openai.batches.list", "GET", "/openai/v1/batches", this::list),
                Operation.of("openai.batches.get", "GET", "/openai/v1/batches/{id}", this::get),
                Operation.of("openai.batches.cancel", "POST", "/openai/v1/batches/{id}/cancel", this::cancel));
    }

    private Reply create(Call call) throws IOException {
        Optional<ObjectNode> body = call.request().jsonObject();
        if (body.isEmpty()) {
            return Reply.refused(Refusal.invalid("We could not parse the JSON body of your request."));
        }
        Optional<Refusal> refusal = CreateRules.check(body.get());
        return refusal.isPresent() ? Reply.refused(refusal.get()) : start(call, body.get());
    }

    private Reply start(Call call, ObjectNode body) {
        String id = ground.ids().next("batch_");
        JsonNode metadata = body.path("metadata").isObject() ? body.get("metadata") : NullNode.getInstance();
        long life = body.path("output_expires_after").path("seconds").asLong(FileStore.BATCH_FILE_LIFE.toSeconds());
        OpenAiBatch batch = new OpenAiBatch(
                body.path("input_file_id").asText(),
                body.path("endpoint").asText(),
                metadata,
                Duration.ofSeconds(life));
        RowFates fates = new RowFates(id, BatchFaults.of(call.effects()));
        RowsOf what = new RowsOf(id, fates.faults(), rows.of(call.caller(), batch, fates));
        BatchRun run = ground.create(OpenAi.NAME, call.caller(), what, batch.details());
        return Reply.ok(render(shelf.add(call.caller(), run, batch)));
    }

    private Reply list(Call call) {
        Page<Item<OpenAiBatch>> page = Page.after(
                shelf.list(call.caller()),
                item -> item.run().id(),
                call.request().query("after"),
                call.request().intQuery("limit", 20, 100));
        return Reply.ok(
                FilesApi.listJson(page.data(), this::render, item -> item.run().id(), page.hasMore()));
    }

    private Reply get(Call call) {
        return shelf.find(call.caller(), call.request().id())
                .map(item -> Reply.ok(render(item)))
                .orElseGet(() -> noSuchBatch(call));
    }

    private Reply cancel(Call call) {
        Optional<Item<OpenAiBatch>> item =
                shelf.find(call.caller(), call.request().id());
        if (item.isEmpty()) {
            return noSuchBatch(call);
        }
        if (!ground.engine().cancel(item.get().run())) {
            String status = render(item.get()).path("status").asText();
            return Reply.refused(
                    Refusal.of(409, "invalid_request_error", "Cannot cancel a batch with status '" + status + "'."));
        }
        return Reply.ok(render(item.get()));
    }

    private ObjectNode render(Item<OpenAiBatch> item) {
        return BatchJson.render(item.details(), item.run(), ground.clock().instant());
    }

    private static Reply noSuchBatch(Call call) {
        return Reply.refused(new Refusal(
                404,
                "invalid_request_error",
                null,
                null,
                "No batch found with id '" + call.request().id() + "'.",
                Map.of()));
    }
}
