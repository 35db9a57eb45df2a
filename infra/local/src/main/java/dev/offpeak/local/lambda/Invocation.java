package dev.offpeak.local.lambda;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// One event on its way through a sandbox.
///
/// @param sink where the bytes of a streamed answer go while they come
record Invocation(String id, byte[] payload, AnswerSink sink, CompletableFuture<Outcome> outcome) {

    static Invocation of(byte[] payload, AnswerSink sink) {
        return new Invocation(UUID.randomUUID().toString(), payload, sink, new CompletableFuture<>());
    }

    String traceId() {
        return "Root=1-" + id.substring(0, 8) + "-" + id.replace("-", "").substring(8) + ";Sampled=0";
    }
}
