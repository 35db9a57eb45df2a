package dev.offpeak.core.provider;

import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.id.ProviderId;
import dev.offpeak.core.pricing.Usage;
import java.util.Optional;
import java.util.Set;

/// How a provider writes requests and reads answers. Pure: bytes in, values out.
public interface Dialect {
    ProviderId provider();

    /// Request headers a job may carry to this provider, lower case.
    Set<String> carriedHeaders();

    /// Reads only what routing needs. Never throws on bad input: that is [Inspection.Invalid].
    Inspection inspect(Request request);

    BatchLimits batchLimits();

    /// What else than the provider and endpoint must be equal within one batch, for a request that
    /// [#inspect] found batchable: the model, the API version, the betas.
    String batchAffinity(Request request, Inspection.Batchable batchable);

    /// One request line in the provider's format, ended by the only `\n` in it.
    byte[] line(CustomId id, Request request);

    /// The request body of a line that [#line] wrote, `line[from, to)`.
    Body bodyOf(byte[] line, int from, int to);

    /// Reads a result row, `row[from, to)`, without its line end.
    RowOutcome readRow(Endpoint endpoint, byte[] row, int from, int to);

    /// The usage a direct answer reports; [Usage#NONE] when it reports none.
    Usage readUsage(Endpoint endpoint, Body answer);

    /// The failure a direct, non-2xx answer reports.
    ProviderFailure readFailure(int status, Headers headers, Body answer);

    /// The provider's own form of background work; empty where it has none.
    default Optional<Background> background() {
        return Optional.empty();
    }

    /// Our own error on a drop-in route, in the provider's envelope.
    Body errorEnvelope(int status, String code, String message);

    /// What passes straight through to callers who wait.
    PassThrough passThrough();
}
