package dev.offpeak.simulator.bill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.http.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// One paid unit of work.
///
/// @param picoDollars its cost
record Charge(Work work, String bodySha256, Usage usage, long picoDollars) {

    /// What was done.
    ///
    /// @param batch the batch it ran in; empty when synchronous
    /// @param customId the row's name in the batch; empty when synchronous
    record Work(String provider, String model, Mode mode, String batch, String customId) {}

    static Charge of(PriceBook prices, Work work, ObjectNode body, Usage usage) {
        long cost = prices.find(work.provider(), work.model())
                .map(price -> price.of(usage, work.mode()))
                .orElse(0L);
        return new Charge(work, sha256(body), usage, cost);
    }

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
                .put("key", sha256((bodySha256 + "\n" + work.customId()).getBytes(StandardCharsets.UTF_8)))
                .put("body_sha256", bodySha256)
                .put("custom_id", work.customId())
                .put("provider", work.provider())
                .put("model", work.model())
                .put("mode", work.mode().word())
                .put("batch", work.batch())
                .put("input_tokens", usage.prompt())
                .put("cached_tokens", usage.cacheRead())
                .put("cache_write_tokens", usage.cacheWrite())
                .put("cache_write_hour_tokens", usage.cacheWriteHour())
                .put("output_tokens", usage.output())
                .put("nano_dollars", picoDollars / 1_000)
                .put("pico_dollars", picoDollars);
    }

    /// Reads back what [#toJson] wrote.
    static Charge of(JsonNode json) {
        long read = json.path("cached_tokens").asLong();
        long write = json.path("cache_write_tokens").asLong();
        long writeHour = json.path("cache_write_hour_tokens").asLong();
        long fresh = json.path("input_tokens").asLong() - read - write - writeHour;
        return new Charge(
                new Work(
                        json.path("provider").asText(),
                        json.path("model").asText(),
                        Mode.valueOf(json.path("mode").asText().toUpperCase(Locale.ROOT)),
                        json.path("batch").asText(),
                        json.path("custom_id").asText()),
                json.path("body_sha256").asText(),
                new Usage(
                        fresh,
                        read,
                        write,
                        writeHour,
                        json.path("output_tokens").asLong()),
                json.path("pico_dollars").asLong());
    }
}
