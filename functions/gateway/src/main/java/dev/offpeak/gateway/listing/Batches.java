package dev.offpeak.gateway.listing;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchState;
import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.gateway.http.HttpRequest;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.http.Json;
import dev.offpeak.gateway.http.Problem;
import dev.offpeak.gateway.http.ProblemType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// `GET /v1/batches`: the batches that hold a tenant's lines, newest first. A batch shared with others shows only the
/// tenant's own number of lines, never the whole batch's counters.
public final class Batches {
    public static final int LARGEST_PAGE = 100;

    private final BatchStore batches;

    public Batches(BatchStore batches) {
        this.batches = batches;
    }

    public HttpResponse answer(TenantId tenant, HttpRequest request) {
        var limit = request.query("limit").orElse("20");
        if (!limit.matches("[0-9]{1,3}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > LARGEST_PAGE) {
            return Problem.ofField(ProblemType.BAD_QUERY, "limit", "must be a number from 1 to " + LARGEST_PAGE)
                    .response();
        }
        var after = request.query("after");
        if (after.isPresent() && !after.get().matches("[A-Za-z0-9_.-]{1,128}")) {
            return Problem.ofField(ProblemType.BAD_QUERY, "after", "is not a batch id")
                    .response();
        }
        int size = Integer.parseInt(limit);
        var found = batches.ofTenant(tenant, size + 1, after.map(BatchId::new));
        return HttpResponse.json(200, Json.object(json -> page(json, tenant, found, size)));
    }

    private static void page(JsonGenerator json, TenantId tenant, List<Batch> found, int size) throws IOException {
        json.writeArrayFieldStart("data");
        for (var batch : found.subList(0, Math.min(size, found.size()))) {
            json.writeStartObject();
            write(json, tenant, batch);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeBooleanField("has_more", found.size() > size);
    }

    private static void write(JsonGenerator json, TenantId tenant, Batch batch) throws IOException {
        json.writeStringField("id", batch.id().value());
        json.writeStringField("provider", batch.key().provider().value());
        json.writeStringField("endpoint", batch.key().endpoint().path());
        json.writeStringField("state", state(batch.state()));
        json.writeNumberField(
                "lines", Optional.ofNullable(batch.tenants().get(tenant)).orElse(0));
        json.writeStringField("created_at", batch.createdAt().toString());
        if (batch.expiresAt().isPresent()) {
            json.writeStringField("expires_at", batch.expiresAt().get().toString());
        }
        if (batch.tenants().size() == 1) {
            counts(json, batch);
        }
    }

    private static void counts(JsonGenerator json, Batch batch) throws IOException {
        json.writeObjectFieldStart("counts");
        if (batch.state() instanceof BatchState.Imported(var tally)) {
            json.writeNumberField("total", batch.lines());
            json.writeNumberField("succeeded", tally.succeeded());
            json.writeNumberField("failed", tally.failed());
            json.writeNumberField("retried", tally.retried());
        } else {
            json.writeNumberField("total", batch.lines());
            json.writeNumberField("succeeded", batch.counts().succeeded());
            json.writeNumberField("failed", batch.counts().failed());
        }
        json.writeEndObject();
    }

    private static String state(BatchState state) {
        return switch (state) {
            case BatchState.Active active -> "ACTIVE";
            case BatchState.Canceling canceling -> "CANCELING";
            case BatchState.Missing missing -> "MISSING";
            case BatchState.Ended ended -> "ENDED";
            case BatchState.Copied copied -> "COPIED";
            case BatchState.Imported imported -> "IMPORTED";
        };
    }
}
