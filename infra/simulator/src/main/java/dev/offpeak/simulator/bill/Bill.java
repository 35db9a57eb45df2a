package dev.offpeak.simulator.bill;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.disk.Lines;
import dev.offpeak.simulator.http.Json;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Everything that was paid for: totals in memory, one line per unit on disk.
///
/// A line is handed to the operating system before the work it stands for is answered, so a killed process forgets
/// nothing. Rows of a batch count from the moment its results do: those of a batch that was cut off are taken out when
/// the file is opened again, and come back when it is run again.
public final class Bill implements AutoCloseable {
    private final PriceBook prices;
    private final Path detailFile;
    private final Lines details;
    private final Map<Account, Total> totals = new TreeMap<>(Comparator.comparing(Account::provider)
            .thenComparing(Account::model)
            .thenComparing(Account::mode));
    private long complete;

    /// @param settled whether a batch has its results
    public Bill(PriceBook prices, Path directory, Predicate<String> settled) throws IOException {
        this.prices = prices;
        this.detailFile = directory.resolve("bill.ndjson");
        restore(settled);
        this.details = Lines.open(detailFile);
        this.complete = details.size();
    }

    /// Records a successful synchronous call; when this returns, it outlives the process.
    public void sync(String provider, String model, ObjectNode body, Usage usage) throws IOException {
        var work = new Charge.Work(provider, model, Mode.SYNC, "", "");
        charge(List.of(Charge.of(prices, work, body, usage)), () -> {});
    }

    /// For the rows of one batch.
    public Tab open() {
        return new Tab(prices);
    }

    /// Puts the rows of a batch on the bill.
    ///
    /// @param settle makes its results true; the bill tells of the rows only afterwards
    public void charge(Tab tab, Runnable settle) throws IOException {
        charge(tab.charges(), settle);
    }

    private synchronized void charge(List<Charge> charges, Runnable settle) throws IOException {
        details.add(lines(charges));
        settle.run();
        charges.forEach(this::count);
        complete = details.size();
    }

    private void count(Charge charge) {
        totals.merge(
                new Account(
                        charge.work().provider(),
                        charge.work().model(),
                        charge.work().mode()),
                new Total(1, charge.usage(), charge.picoDollars()),
                Total::plus);
    }

    private static byte[] lines(List<Charge> charges) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream(512 * charges.size());
        for (Charge charge : charges) {
            lines.write(Json.bytes(charge.toJson()));
            lines.write('\n');
        }
        return lines.toByteArray();
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
    public Path detail() {
        return detailFile;
    }

    /// Copies [#detail] up to the last unit that counts.
    public void writeDetail(OutputStream out) throws IOException {
        long end;
        synchronized (this) {
            end = complete;
        }
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(detailFile)) {
            for (long left = end; left > 0; ) {
                int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                out.write(buffer, 0, count);
                left -= count;
            }
        }
    }

    @Override
    public void close() throws IOException {
        details.close();
    }

    private void restore(Predicate<String> settled) throws IOException {
        if (Files.notExists(detailFile)) {
            return;
        }
        // cuts off what a kill left half-written; nobody was answered for it
        Lines.open(detailFile).close();
        Path draft = detailFile.resolveSibling("bill.ndjson.new");
        try (BufferedReader reader = Files.newBufferedReader(detailFile);
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft), 1 << 16)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                Charge charge = Charge.of(Json.MAPPER.readTree(line));
                if (charge.work().mode() == Mode.SYNC
                        || settled.test(charge.work().batch())) {
                    count(charge);
                    out.write(Json.bytes(charge.toJson()));
                    out.write('\n');
                }
            }
        }
        Files.move(draft, detailFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
