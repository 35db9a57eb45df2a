package dev.offpeak.simulator.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.batch.BatchFaults;
import dev.offpeak.simulator.batch.BatchRun;
import dev.offpeak.simulator.batch.BatchShelf;
import dev.offpeak.simulator.batch.BatchShelf.Item;
import dev.offpeak.simulator.batch.BatchWork;
import dev.offpeak.simulator.batch.Page;
import dev.offpeak.simulator.batch.Phase;
import dev.offpeak.simulator.batch.RowFates;
import dev.offpeak.simulator.ground.Ground;
import dev.offpeak.simulator.ground.Ground.RowsOf;
import dev.offpeak.simulator.http.Call;
import dev.offpeak.simulator.http.Json;
import dev.offpeak.simulator.http.Operation;
import dev.offpeak.simulator.http.Refusal;
import dev.offpeak.simulator.http.Reply;
import dev.offpeak.simulator.http.Request;
import dev.offpeak.simulator.journal.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// `/messages/batches`: create, look up, list, results, cancel, delete.
final class MessageBatchesApi {
    private static final String PATH = "/anthropic/v1/messages/batches";

    private final BatchShelf<MessageBatch> shelf;
    private final Ground ground;
    private final BatchRows rows;
    private final Path folder;

    MessageBatchesApi(BatchShelf<MessageBatch> shelf, Ground ground, BatchRows rows, Path folder) {
        this.shelf = shelf;
        this.ground = ground;
        this.rows = rows;
        this.folder = folder;
    }

    /// Takes up the batches of earlier processes.
    void restore() {
        ground.batches().restore(Anthropic.NAME, restored -> {
            Entry.BatchCreated created = restored.created();
            MessageBatch batch = MessageBatch.of(created.id(), created.details(), folder);
            RowFates fates = new RowFates(created.id(), created.faults());
            BatchWork work = new AnthropicWork(created.owner(), batch, fates, rows);
            shelf.add(created.owner(), ground.resume(restored, work), batch);
        });
    }

    List<Operation> operations() {
        return List.of(
                Operation.of("anthropic.batches.create", "POST", PATH, this::create),
                Operation.of("anthropic.batches.list", "GET", PATH, this::list),
                Operation.of("anthropic.batches.get", "GET", PATH + "/{id}", call -> with(call, i -> show(call, i))),
                Operation.of(
                        "anthropic.batches.results", "GET", PATH + "/{id}/results", call -> with(call, this::results)),
                Operation.of(
                        "anthropic.batches.cancel",
                        "POST",
                        PATH + "/{id}/cancel",
                        call -> with(call, item -> cancel(call, item))),
                Operation.of("anthropic.batches.delete", "DELETE", PATH + "/{id}", call -> with(call, this::delete)));
    }

    private Reply create(Call call) throws IOException {
        String id = rows.ids().next("msgbatch_");
        LimitedBody body = new LimitedBody(call.request().body(), LimitedBody.MAX_BATCH);
        return switch (Intake.take(body, MessageBatch.rows(folder, id))) {
            case Intake.Result.Refused(Refusal refusal) -> Reply.refused(refusal);
            case Intake.Result.Taken(int requests)
            when !rows.queue().reserve(call.caller(), requests) ->
                Reply.refused(Refusal.of(
                        429, "rate_limit_error", "This would exceed the number of batch requests in the queue."));
            case Intake.Result.Taken(int requests) -> start(call, id, requests);
        };
    }

    private Reply start(Call call, String id, int requests) {
        ApiVersion version = ApiVersion.of(call.request()).orElseThrow();
        MessageBatch batch = MessageBatch.of(id, requests, version, folder);
        RowFates fates = new RowFates(id, BatchFaults.of(call.effects()));
        RowsOf what = new RowsOf(id, fates.faults(), new AnthropicWork(call.caller(), batch, fates, rows));
        BatchRun run = ground.create(Anthropic.NAME, call.caller(), what, batch.details());
        return show(call, shelf.add(call.caller(), run, batch));
    }

    private Reply list(Call call) {
        Request request = call.request();
        List<Item<MessageBatch>> all = shelf.list(call.caller());
        int limit = request.intQuery("limit", 20, 1_000);
        Function<Item<MessageBatch>, String> id = item -> item.run().id();
        Page<Item<MessageBatch>> page = request.query("before_id")
                .map(before -> Page.before(all, id, before, limit))
                .orElseGet(() -> Page.after(all, id, request.query("after_id"), limit));
        ObjectNode json = Json.object();
        var data = json.putArray("data");
        page.data().forEach(item -> data.add(render(call, item)));
        boolean empty = page.data().isEmpty();
        return Reply.ok(json.put("has_more", page.hasMore())
                .put("first_id", empty ? null : id.apply(page.data().getFirst()))
                .put("last_id", empty ? null : id.apply(page.data().getLast())));
    }

    private Reply show(Call call, Item<MessageBatch> item) {
        ObjectNode json = render(call, item);
        boolean open = !json.path("processing_status").asText().equals("ended");
        return new Reply.Body(200, json, open ? Map.of("retry-after", "10") : Map.of());
    }

    private Reply results(Item<MessageBatch> item) {
        boolean readable = isEnded(item) && ground.clock().instant().isBefore(MessageBatchJson.archiving(item.run()));
        return readable
                ? new Reply.FileContent(item.details().results(), "application/x-jsonl")
                : Reply.refused(Refusal.of(404, "not_found_error", "Results of this batch are not available."));
    }

    private Reply cancel(Call call, Item<MessageBatch> item) {
        return ground.engine().cancel(item.run())
                ? show(call, item)
                : Reply.refused(Refusal.invalid("Batch " + item.run().id() + " has already ended."));
    }

    private Reply delete(Item<MessageBatch> item) {
        if (!isEnded(item)) {
            return Reply.refused(Refusal.invalid("Only a batch that has ended can be deleted."));
        }
        ground.journal().add(new Entry.BatchDeleted(item.run().id()));
        shelf.remove(item);
        return Reply.ok(Json.object().put("id", item.run().id()).put("type", "message_batch_deleted"));
    }

    private boolean isEnded(Item<MessageBatch> item) {
        return item.run().phase(ground.clock().instant()) instanceof Phase.Ended;
    }

    private ObjectNode render(Call call, Item<MessageBatch> item) {
        String base = "http://" + call.request().header("host").orElse("localhost") + PATH;
        return MessageBatchJson.render(
                item.details(), item.run(), ground.clock().instant(), base);
    }

    private Reply with(Call call, Function<Item<MessageBatch>, Reply> use) {
        return shelf.find(call.caller(), call.request().id())
                .map(use)
                .orElseGet(() -> Reply.refused(Refusal.of(404, "not_found_error", "No such message batch.")));
    }
}
