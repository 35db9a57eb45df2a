package dev.offpeak.simulator.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.batch.Markers;
import dev.offpeak.simulator.batch.RowFate;
import dev.offpeak.simulator.bill.Bill;
import dev.offpeak.simulator.bill.PriceBook;
import dev.offpeak.simulator.bill.Usage;
import dev.offpeak.simulator.http.Call;
import dev.offpeak.simulator.http.Json;
import dev.offpeak.simulator.http.Operation;
import dev.offpeak.simulator.http.Outcome;
import dev.offpeak.simulator.http.Refusal;
import dev.offpeak.simulator.http.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// `/messages`, `/messages/count_tokens` and `/models`.
final class MessagesApi {
    private static final long MAX_BODY = 32L * 1024 * 1024;

    private final Messages messages;
    private final PriceBook prices;
    private final Bill bill;

    MessagesApi(Messages messages, PriceBook prices, Bill bill) {
        this.messages = messages;
        this.prices = prices;
        this.bill = bill;
    }

    List<Operation> operations() {
        return List.of(
                Operation.of("anthropic.messages", "POST", "/anthropic/v1/messages", this::create),
                Operation.of("anthropic.count_tokens", "POST", "/anthropic/v1/messages/count_tokens", this::count),
                Operation.of("anthropic.models", "GET", "/anthropic/v1/models", ignored -> Reply.ok(models())),
                Operation.of("anthropic.models.get", "GET", "/anthropic/v1/models/{id}", this::model));
    }

    private Reply create(Call call) throws IOException {
        Optional<ObjectNode> body = body(call);
        if (body.isEmpty()) {
            return unreadable(call);
        }
        Optional<Refusal> asked = Markers.in(body.get().toString()).flatMap(MessagesApi::askedToFail);
        if (asked.isPresent()) {
            return Reply.refused(asked.get());
        }
        ApiVersion version = ApiVersion.of(call.request()).orElseThrow();
        return switch (messages.run(body.get(), version, call.caller(), "standard")) {
            case Outcome.Refused(Refusal refusal) -> Reply.refused(refusal);
            case Outcome.Answered(ObjectNode message, String model, Usage usage) -> {
                bill.sync(Anthropic.NAME, model, body.get(), usage);
                yield body.get().path("stream").asBoolean()
                        ? new Reply.Events(MessageStream.of(message))
                        : Reply.ok(message);
            }
        };
    }

    private Reply count(Call call) throws IOException {
        Optional<ObjectNode> body = body(call);
        if (body.isEmpty()) {
            return unreadable(call);
        }
        return switch (messages.count(body.get())) {
            case Outcome.Refused(Refusal refusal) -> Reply.refused(refusal);
            case Outcome.Answered answered -> Reply.ok(answered.body());
        };
    }

    private static Optional<ObjectNode> body(Call call) throws IOException {
        return call.request().contentLength() > MAX_BODY
                ? Optional.empty()
                : call.request().jsonObject();
    }

    private static Reply unreadable(Call call) {
        return Reply.refused(
                call.request().contentLength() > MAX_BODY
                        ? Refusal.of(413, "request_too_large", "Request exceeds the maximum size")
                        : Refusal.invalid("The request body is not valid JSON"));
    }

    static Optional<Refusal> askedToFail(RowFate fate) {
        return switch (fate) {
            case INVALID_REQUEST -> Optional.of(Refusal.invalid("Invalid request (asked for by the test)"));
            case SERVER_ERROR -> Optional.of(Refusal.of(500, "api_error", "Internal server error"));
            case ANSWER, EXPIRE, MISSING, DUPLICATE -> Optional.empty();
        };
    }

    private Reply model(Call call) {
        String name = call.request().id();
        return prices.find(Anthropic.NAME, name).isPresent()
                ? Reply.ok(one(name))
                : Reply.refused(Refusal.of(404, "not_found_error", "model: " + name));
    }

    private static ObjectNode one(String name) {
        return Json.object()
                .put("type", "model")
                .put("id", name)
                .put("display_name", name)
                .put("created_at", "2026-01-01T00:00:00Z");
    }

    private ObjectNode models() {
        List<String> names = prices.models(Anthropic.NAME);
        ObjectNode json = Json.object();
        var data = json.putArray("data");
        names.forEach(name -> data.add(one(name)));
        return json.put("has_more", false).put("first_id", names.getFirst()).put("last_id", names.getLast());
    }
}
