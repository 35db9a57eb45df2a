package dev.offpeak.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offpeak.simulator.limits.Quota;
import java.util.List;
import java.util.Map;

/// What differs between the surfaces at the edge: who is calling, how an error looks, which headers go out.
public interface Provider {
    /// The first path segment, and the first part of every operation name.
    String name();

    List<Operation> operations();

    Authentication authenticate(Request request);

    /// Counts the call against the caller's quota.
    Quota.Verdict admit(String operation, String caller);

    JsonNode envelope(Refusal refusal, String requestId);

    Map<String, String> headers(String requestId, Quota.Verdict verdict);

    /// Who is calling, or why they may not.
    sealed interface Authentication {
        record Known(String caller) implements Authentication {}

        record Denied(Refusal refusal) implements Authentication {}
    }
}
