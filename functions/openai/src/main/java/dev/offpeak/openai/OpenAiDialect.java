package dev.offpeak.openai;

import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.Background;
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
import java.util.Optional;
import java.util.Set;

/// How OpenAI writes requests and answers (batch guide and API reference, 2026-11).
public final class OpenAiDialect implements Dialect {
    static final ProviderId ID = new ProviderId("openai");

    /// What stands before the body in a line, and nowhere earlier in it.
    private static final String BODY = "\",\"body\":";

    /// The guide says 200 MB and not which; 10⁶ bytes each is right under either reading.
    static final BatchLimits LIMITS = new BatchLimits(50_000, 200_000_000, 50_000, 0);

    private final PassThrough passThrough = new OpenAiPassThrough();
    private static final Background BACKGROUND = new OpenAiBackground();

    @Override
    public ProviderId provider() {
        return ID;
    }

    /// Not those that choose who pays: that is the account's business.
    @Override
    public Set<String> carriedHeaders() {
        return Set.of(OpenAiRequests.BETA);
    }

    @Override
    public Inspection inspect(Request request) {
        return OpenAiRequests.inspect(request);
    }

    @Override
    public BatchLimits batchLimits() {
        return LIMITS;
    }

    /// One file may name one model only.
    @Override
    public String batchAffinity(Request request, Inspection.Batchable batchable) {
        return batchable.model();
    }

    @Override
    public byte[] line(CustomId id, Request request) {
        return JsonLine.of(
                "{\"custom_id\":\"" + id + "\",\"method\":\"POST\",\"url\":\"" + request.endpoint() + BODY,
                request.body(),
                "}");
    }

    @Override
    public Body bodyOf(byte[] line, int from, int to) {
        return JsonLine.bodyOf(line, from, to, BODY);
    }

    @Override
    public RowOutcome readRow(Endpoint endpoint, byte[] row, int from, int to) {
        return OpenAiRows.read(row, from, to);
    }

    @Override
    public Usage readUsage(Endpoint endpoint, Body answer) {
        try {
            return OpenAiUsage.read(JsonObject.parse(answer));
        } catch (MalformedJson e) {
            return Usage.NONE;
        }
    }

    @Override
    public ProviderFailure readFailure(int status, Headers headers, Body answer) {
        return OpenAiFailures.read(status, headers, answer);
    }

    @Override
    public Optional<Background> background() {
        return Optional.of(BACKGROUND);
    }

    @Override
    public Body errorEnvelope(int status, String code, String message) {
        return OpenAiFailures.envelope(status, code, message);
    }

    @Override
    public PassThrough passThrough() {
        return passThrough;
    }
}
