package dev.offpeak.simulator.bill;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.http.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// One paid unit of work.
///
/// @param batch the batch it ran in; empty when synchronous
/// @param customId the row's name in the batch; empty when synchronous
/// @param picoDollars its cost
record Charge(
        String provider,
        String model,
        Mode mode,
        String batch,
        String customId,
        String bodySha256,
        Usage usage,
        long picoDollars) {

    /// Same body, same bytes: properties are sorted, and how the answer travels (`stream`) is left out.
    static String sha256(ObjectNode body) {
        ObjectNode essence = body.deepCopy();
        essence.remove("stream");
        essence.remove("stream_options");
        return sha256(Json.canonical(essence));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    ObjectNode toJson() {
        return Json.object()
                .put("key", sha256((bodySha256 + "\n" + customId).getBytes(StandardCharsets.UTF_8)))
                .put("body_sha256", bodySha256)
                .put("custom_id", customId)
                .put("provider", provider)
                .put("model", model)
                .put("mode", mode.word())
                .put("batch", batch)
                .put("input_tokens", usage.prompt())
                .put("cached_tokens", usage.cacheRead())
                .put("output_tokens", usage.output())
                .put("nano_dollars", picoDollars / 1_000);
    }
}
