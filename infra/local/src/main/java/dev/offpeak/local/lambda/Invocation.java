package dev.offpeak.local.lambda;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// One event on its way through a sandbox.
record Invocation(String id, byte[] payload, CompletableFuture<Outcome> outcome) {

    static Invocation of(byte[] payload) {
        return new Invocation(UUID.randomUUID().toString(), payload, new CompletableFuture<>());
    }

    String traceId() {
        return "Root=1-" + id.substring(0, 8) + "-" + id.replace("-", "").substring(8) + ";Sampled=0";
    }
}
