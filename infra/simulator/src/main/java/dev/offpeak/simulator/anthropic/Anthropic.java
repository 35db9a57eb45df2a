package dev.offpeak.simulator.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.batch.BatchShelf;
import dev.offpeak.simulator.ground.Ground;
import dev.offpeak.simulator.http.Json;
import dev.offpeak.simulator.http.Operation;
import dev.offpeak.simulator.http.Provider;
import dev.offpeak.simulator.http.Refusal;
import dev.offpeak.simulator.http.Request;
import dev.offpeak.simulator.limits.Quota;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The Anthropic API under `/anthropic/v1`.
public final class Anthropic implements Provider {
    public static final String NAME = "anthropic";

    private final BatchShelf<MessageBatch> shelf;
    private final List<Operation> operations = new ArrayList<>();
    private final Quota syncQuota;
    private final Quota batchQuota;
    private final InstantSource clock;

    /// What one key may do.
    ///
    /// @param requestsPerMinute synchronous calls per key, 0 for any number
    /// @param batchRequestsPerMinute calls to all batch endpoints per key, 0 for any number
    /// @param queuedRequests rows of unfinished batches per key
    public record Limits(long requestsPerMinute, long batchRequestsPerMinute, long queuedRequests) {}

    public Anthropic(Ground ground, Limits limits) throws IOException {
        this.clock = ground.clock();
        this.shelf = new BatchShelf<>(clock);
        this.syncQuota = new Quota(limits.requestsPerMinute(), Duration.ofMinutes(1), clock);
        this.batchQuota = new Quota(limits.batchRequestsPerMinute(), Duration.ofMinutes(1), clock);
        Messages messages = new Messages(ground.prices(), ground.ids());
        BatchRows rows = new BatchRows(messages, new RequestQueue(limits.queuedRequests()), ground.ids());
        Path folder = Files.createDirectories(ground.directory().resolve("message-batches"));
        MessageBatchesApi batches = new MessageBatchesApi(shelf, ground, rows, folder);
        batches.restore();
        operations.addAll(new MessagesApi(messages, ground.prices(), ground.bill()).operations());
        operations.addAll(batches.operations());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Operation> operations() {
        return operations;
    }

    @Override
    public Authentication authenticate(Request request) {
        Optional<String> key = key(request);
        if (key.isEmpty()) {
            return new Authentication.Denied(Refusal.of(401, "authentication_error", "x-api-key header is required"));
        }
        return ApiVersion.of(request)
                .<Authentication>map(version -> new Authentication.Known(key.get()))
                .orElseGet(() -> new Authentication.Denied(Refusal.invalid("anthropic-version: \""
                        + request.header("anthropic-version").orElse("") + "\" is not a valid version")));
    }

    /// The key is documented to travel as `x-api-key`, but anthropic-java 3.12.0 sends it as a Bearer token
    /// (`StaticAuthHeaders`, read 2026-11-23); both are taken, and name the same caller.
    private static Optional<String> key(Request request) {
        return request.header("x-api-key")
                .or(() -> request.header("authorization")
                        .filter(value -> value.startsWith("Bearer "))
                        .map(value -> value.substring("Bearer ".length()).strip()))
                .filter(value -> !value.isBlank());
    }

    @Override
    public Quota.Verdict admit(String operation, String caller) {
        if (operation.startsWith("anthropic.batches.")) {
            return batchQuota.take(caller);
        }
        return operation.equals("anthropic.messages") ? syncQuota.take(caller) : Quota.Verdict.unmetered();
    }

    @Override
    public JsonNode envelope(Refusal refusal, String requestId) {
        return error(refusal).put("request_id", requestId);
    }

    static ObjectNode error(Refusal refusal) {
        ObjectNode json = Json.object().put("type", "error");
        json.putObject("error").put("type", refusal.type()).put("message", refusal.message());
        return json;
    }

    @Override
    public Map<String, String> headers(String requestId, Quota.Verdict verdict) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("request-id", requestId);
        headers.put("anthropic-organization-id", "00000000-0000-4000-8000-000000000001");
        headers.put("anthropic-workspace-id", "wrkspc_simulator");
        if (verdict.metered()) {
            headers.put("anthropic-ratelimit-requests-limit", Long.toString(verdict.limit()));
            headers.put("anthropic-ratelimit-requests-remaining", Long.toString(verdict.remaining()));
            headers.put(
                    "anthropic-ratelimit-requests-reset",
                    MessageBatchJson.time(clock.instant().plusSeconds(verdict.resetSeconds())));
        }
        return headers;
    }

    /// Batches of all keys, for the admin.
    public ObjectNode state() {
        ObjectNode json = Json.object();
        var batches = json.putArray("batches");
        shelf.all()
                .forEach(item -> batches.add(MessageBatchJson.render(item.details(), item.run(), clock.instant(), "")));
        return json;
    }
}
