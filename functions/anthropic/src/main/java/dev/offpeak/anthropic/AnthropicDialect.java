package dev.offpeak.anthropic;

import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.BatchLimits;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Dialect;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.Inspection;
import dev.offpeak.core.provider.PassThrough;
import dev.offpeak.core.provider.ProviderFailure;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.provider.RowOutcome;
import dev.offpeak.wire.json.JsonLine;
import dev.offpeak.wire.json.JsonObject;
import dev.offpeak.wire.json.MalformedJson;
import java.util.Set;

/// How Anthropic writes requests and answers (message batches guide and API reference, 2026-11).
public final class AnthropicDialect implements Dialect {
    static final ProviderId ID = new ProviderId("anthropic");

    /// The guide says 256 MB and not which; 10⁶ bytes each is right under either reading.
    static final BatchLimits LIMITS = new BatchLimits(100_000, 256_000_000, Integer.MAX_VALUE, CreateBody.ENVELOPE);

    /// What stands before the body in a line, and nowhere earlier in it.
    private static final String BODY = "\",\"params\":";

    private final PassThrough passThrough = new AnthropicPassThrough();

    @Override
    public ProviderId provider() {
        return ID;
    }

    @Override
    public Set<String> carriedHeaders() {
        return AnthropicHeaders.CARRIED;
    }

    @Override
    public Inspection inspect(Request request) {
        return AnthropicRequests.inspect(request);
    }

    @Override
    public BatchLimits batchLimits() {
        return LIMITS;
    }

    /// Nothing: models may be mixed, and version and betas are headers, which every batch keeps apart anyway.
    @Override
    public String batchAffinity(Request request, Inspection.Batchable batchable) {
        return "";
    }

    @Override
    public byte[] line(CustomId id, Request request) {
        return JsonLine.of("{\"custom_id\":\"" + id + BODY, request.body(), "}");
    }

    @Override
    public Body bodyOf(byte[] line, int from, int to) {
        return JsonLine.bodyOf(line, from, to, BODY);
    }

    @Override
    public RowOutcome readRow(Endpoint endpoint, byte[] row, int from, int to) {
        return AnthropicRows.read(row, from, to);
    }

    @Override
    public Usage readUsage(Endpoint endpoint, Body answer) {
        try {
            return AnthropicUsage.read(JsonObject.parse(answer));
        } catch (MalformedJson e) {
            return Usage.NONE;
        }
    }

    @Override
    public ProviderFailure readFailure(int status, Headers headers, Body answer) {
        return AnthropicFailures.read(status, headers, answer);
    }

    @Override
    public Body errorEnvelope(int status, String code, String message) {
        return AnthropicFailures.envelope(status, message);
    }

    @Override
    public PassThrough passThrough() {
        return passThrough;
    }
}
