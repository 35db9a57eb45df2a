package dev.offpeak.simulator.openai;

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
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The OpenAI API under `/openai/v1`.
public final class OpenAi implements Provider {
    public static final String NAME = "openai";
    private static final int BATCH_CREATES_PER_HOUR = 2_000;
    private static final Set<String> METERED =
            Set.of("openai.chat", "openai.responses", "openai.embeddings", "openai.moderations", "openai.images");

    private final BatchShelf<OpenAiBatch> shelf;
    private final FileStore files;
    private final List<Operation> operations = new ArrayList<>();
    private final Quota syncQuota;
    private final Quota createQuota;
    private final InstantSource clock;

    /// What one key may do.
    ///
    /// @param requestsPerMinute synchronous calls per key, 0 for any number
    /// @param enqueuedTokens input tokens of unfinished batches per key and model, 0 for any number
    public record Limits(long requestsPerMinute, long enqueuedTokens) {}

    public OpenAi(Ground ground, Limits limits) throws IOException {
        this.clock = ground.clock();
        this.shelf = new BatchShelf<>(clock);
        this.files = new FileStore(ground);
        this.syncQuota = new Quota(limits.requestsPerMinute(), Duration.ofMinutes(1), clock);
        this.createQuota = new Quota(BATCH_CREATES_PER_HOUR, Duration.ofHours(1), clock);
        Models models = new Models(ground.prices(), ground.ids(), clock);
        BatchRows rows = new BatchRows(files, models, new EnqueuedTokens(limits.enqueuedTokens()), ground.ids());
        BatchesApi batches = new BatchesApi(shelf, ground, rows);
        batches.restore();
        operations.addAll(new FilesApi(files, clock).operations());
        operations.addAll(batches.operations());
        operations.addAll(new SyncApi(models, ground.bill()).operations());
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
        Optional<String> key = request.header("authorization")
                .filter(value -> value.startsWith("Bearer "))
                .map(value -> value.substring("Bearer ".length()).strip())
                .filter(value -> !value.isEmpty());
        return key.<Authentication>map(Authentication.Known::new)
                .orElseGet(() -> new Authentication.Denied(
                        Refusal.of(401, "invalid_request_error", "You didn't provide an API key in a Bearer header.")
                                .withCode("invalid_api_key")));
    }

    @Override
    public Quota.Verdict admit(String operation, String caller) {
        if (operation.equals("openai.batches.create")) {
            return createQuota.take(caller);
        }
        return METERED.contains(operation) ? syncQuota.take(caller) : Quota.Verdict.unmetered();
    }

    @Override
    public JsonNode envelope(Refusal refusal, String requestId) {
        return envelope(refusal);
    }

    static JsonNode envelope(Refusal refusal) {
        ObjectNode json = Json.object();
        json.putObject("error")
                .put("message", refusal.message())
                .put("type", refusal.status() >= 500 ? "server_error" : refusal.type())
                .put("param", refusal.param())
                .put("code", refusal.code());
        return json;
    }

    @Override
    public Map<String, String> headers(String requestId, Quota.Verdict verdict) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-request-id", requestId);
        headers.put("openai-version", "2020-10-01");
        headers.put("openai-organization", "org-simulator");
        headers.put("openai-processing-ms", "5");
        if (verdict.metered()) {
            headers.put("x-ratelimit-limit-requests", Long.toString(verdict.limit()));
            headers.put("x-ratelimit-remaining-requests", Long.toString(verdict.remaining()));
            headers.put("x-ratelimit-reset-requests", verdict.resetSeconds() + "s");
            headers.put("x-ratelimit-limit-tokens", "30000000");
            headers.put("x-ratelimit-remaining-tokens", "29999000");
            headers.put("x-ratelimit-reset-tokens", "2ms");
        }
        return headers;
    }

    /// Files and batches of all keys, for the admin.
    public ObjectNode state() {
        ObjectNode json = Json.object().put("files", files.count());
        var batches = json.putArray("batches");
        shelf.all().forEach(item -> batches.add(BatchJson.render(item.details(), item.run(), clock.instant())));
        return json;
    }
}
