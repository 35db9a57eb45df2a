package dev.offpeak.simulator.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.batch.Markers;
import dev.offpeak.simulator.batch.RowFate;
import dev.offpeak.simulator.bill.Bill;
import dev.offpeak.simulator.bill.Usage;
import dev.offpeak.simulator.http.Call;
import dev.offpeak.simulator.http.Operation;
import dev.offpeak.simulator.http.Outcome;
import dev.offpeak.simulator.http.Refusal;
import dev.offpeak.simulator.http.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The endpoints that answer at once.
final class SyncApi {
    private final Models models;
    private final Bill bill;

    SyncApi(Models models, Bill bill) {
        this.models = models;
        this.bill = bill;
    }

    List<Operation> operations() {
        return List.of(
                sync("openai.chat", "/v1/chat/completions"),
                sync("openai.responses", "/v1/responses"),
                sync("openai.embeddings", "/v1/embeddings"),
                sync("openai.moderations", "/v1/moderations"),
                sync("openai.images", Images.ENDPOINT),
                Operation.of("openai.models", "GET", "/openai/v1/models", call -> Reply.ok(models.list())),
                Operation.of("openai.models.get", "GET", "/openai/v1/models/{id}", this::model));
    }

    private Reply model(Call call) {
        String model = call.request().id();
        return models.exists(model) ? Reply.ok(models.one(model)) : Reply.refused(Refusals.noSuchModel(model));
    }

    private Operation sync(String name, String endpoint) {
        return Operation.of(name, "POST", "/openai" + endpoint, call -> answer(call, endpoint));
    }

    private Reply answer(Call call, String endpoint) throws IOException {
        Optional<ObjectNode> body = call.request().jsonObject();
        if (body.isEmpty()) {
            return Reply.refused(Refusal.invalid("We could not parse the JSON body of your request."));
        }
        Optional<Refusal> asked = askedToFail(body.get());
        if (asked.isPresent()) {
            return Reply.refused(asked.get());
        }
        return switch (models.run(endpoint, body.get(), call.caller())) {
            case Outcome.Refused(Refusal refusal) -> Reply.refused(refusal);
            case Outcome.Answered(ObjectNode answer, String model, Usage usage) -> {
                if (!endpoint.equals(Images.ENDPOINT)) {
                    bill.sync(OpenAi.NAME, model, body.get(), usage);
                }
                yield body.get().path("stream").asBoolean()
                        ? new Reply.Events(stream(endpoint, body.get(), answer))
                        : Reply.ok(answer);
            }
        };
    }

    private static List<Reply.Event> stream(String endpoint, ObjectNode body, ObjectNode answer) {
        boolean includeUsage = body.path("stream_options").path("include_usage").asBoolean();
        return endpoint.equals("/v1/responses") ? ResponseStream.of(answer) : ChatStream.of(answer, includeUsage);
    }

    private static Optional<Refusal> askedToFail(ObjectNode body) {
        return Markers.in(body.toString()).flatMap(fate -> switch (fate) {
            case RowFate.INVALID_REQUEST -> Optional.of(Refusals.INVALID);
            case RowFate.SERVER_ERROR -> Optional.of(Refusals.SERVER_ERROR);
            // the others only make sense in a batch
            case RowFate.ANSWER, RowFate.EXPIRE, RowFate.MISSING, RowFate.DUPLICATE -> Optional.empty();
        });
    }
}
