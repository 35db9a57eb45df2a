package dev.offpeak.simulator.bill;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.http.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/// Everything that was paid for: totals in memory, one line per unit on disk.
public final class Bill implements AutoCloseable {
    private final PriceBook prices;
    private final Path detailFile;
    private final OutputStream details;
    private final Map<Account, Total> totals = new TreeMap<>(Comparator.comparing(Account::provider)
            .thenComparing(Account::model)
            .thenComparing(Account::mode));

    public Bill(PriceBook prices, Path directory) throws IOException {
        this.prices = prices;
        this.detailFile = directory.resolve("bill.ndjson");
        this.details = new BufferedOutputStream(Files.newOutputStream(detailFile), 1 << 16);
    }

    /// Records a successful synchronous call.
    public void sync(String provider, String model, ObjectNode body, Usage usage) throws IOException {
        record(provider, model, Mode.SYNC, "", "", body, usage);
    }

    /// Records a successful row of a batch.
    public void row(String provider, String model, String batch, String customId, ObjectNode body, Usage usage)
            throws IOException {
        record(provider, model, Mode.BATCH, batch, customId, body, usage);
    }

    private void record(
            String provider, String model, Mode mode, String batch, String customId, ObjectNode body, Usage usage)
            throws IOException {
        long cost = prices.find(provider, model).map(p -> p.of(usage, mode)).orElse(0L);
        Charge charge = new Charge(provider, model, mode, batch, customId, Charge.sha256(body), usage, cost);
        byte[] line = Json.bytes(charge.toJson());
        synchronized (this) {
            totals.merge(new Account(provider, model, mode), new Total(1, usage, cost), Total::plus);
            details.write(line);
            details.write('\n');
        }
    }

    public synchronized ObjectNode toJson() {
        ObjectNode json = Json.object();
        var lines = json.putArray("lines");
        Total sum = new Total(0, Usage.NONE, 0);
        for (Map.Entry<Account, Total> entry : totals.entrySet()) {
            Account account = entry.getKey();
            entry.getValue()
                    .writeTo(lines.addObject()
                            .put("provider", account.provider())
                            .put("model", account.model())
                            .put("mode", account.mode().word()));
            sum = sum.plus(entry.getValue());
        }
        sum.writeTo(json.putObject("total"));
        return json;
    }

    /// The file with one JSON object per paid unit, complete up to now.
    public synchronized Path detail() throws IOException {
        details.flush();
        return detailFile;
    }

    @Override
    public void close() throws IOException {
        details.close();
    }

    private record Account(String provider, String model, Mode mode) {}

    private record Total(long requests, Usage usage, long picoDollars) {
        Total plus(Total other) {
            return new Total(requests + other.requests, usage.plus(other.usage), picoDollars + other.picoDollars);
        }

        void writeTo(ObjectNode json) {
            json.put("requests", requests)
                    .put("input_tokens", usage.prompt())
                    .put("cached_tokens", usage.cacheRead())
                    .put("cache_write_tokens", usage.cacheWrite() + usage.cacheWriteHour())
                    .put("output_tokens", usage.output())
                    .put("nano_dollars", picoDollars / 1_000);
        }
    }
}
