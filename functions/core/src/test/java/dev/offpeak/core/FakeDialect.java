package dev.offpeak.core;

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
import java.util.Set;

/// A dialect that finds in every request what it was told to find.
public record FakeDialect(ProviderId provider, Inspection finds) implements Dialect {
    @Override
    public Set<String> carriedHeaders() {
        return Set.of("openai-beta");
    }

    @Override
    public Inspection inspect(Request request) {
        return finds;
    }

    @Override
    public String batchAffinity(Request request, Inspection.Batchable batchable) {
        return "affinity of " + batchable.model();
    }

    @Override
    public BatchLimits batchLimits() {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] line(CustomId id, Request request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Body bodyOf(byte[] line, int from, int to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public RowOutcome readRow(Endpoint endpoint, byte[] row, int from, int to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Usage readUsage(Endpoint endpoint, Body answer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ProviderFailure readFailure(int status, Headers headers, Body answer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Body errorEnvelope(int status, String code, String message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PassThrough passThrough() {
        throw new UnsupportedOperationException();
    }
}
