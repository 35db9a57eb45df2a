package dev.offpeak.simulator.anthropic;

import dev.offpeak.simulator.http.Request;
import java.util.Optional;

/// The `anthropic-version` of a call; a batch keeps the one it was created with.
enum ApiVersion {
    V2023_06_01("2023-06-01"),
    /// Without sampling parameters.
    V2026_10_21("2026-10-21");

    private final String header;

    ApiVersion(String header) {
        this.header = header;
    }

    static Optional<ApiVersion> of(Request request) {
        String value = request.header("anthropic-version").orElse("");
        for (ApiVersion version : values()) {
            if (version.header.equals(value)) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }
}
