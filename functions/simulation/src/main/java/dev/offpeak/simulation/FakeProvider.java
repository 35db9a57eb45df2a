package dev.offpeak.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.BatchApi;
import dev.offpeak.core.provider.BatchView;
import dev.offpeak.core.provider.BatchView.Counts;
import dev.offpeak.core.provider.BatchView.LineProblem;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Endpoint;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.Lines;
import dev.offpeak.core.provider.ProviderFailure;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.provider.SyncApi;
import dev.offpeak.simulation.FakeBatch.Fate;
import dev.offpeak.simulation.FakeBatch.Line;
import dev.offpeak.simulation.FakeBatch.Telling;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// A provider in memory and virtual time, with a bill. Reads lines and writes rows by the real formats; misbehaves as
/// its temper says.
final class FakeProvider implements BatchApi, SyncApi {
    private final Format format;
    private final VirtualTime time;
    private final Chance chance;
    private final Temper temper;
    private final Bill bill = new Bill();
    private final Map<String, byte[]> uploads = new HashMap<>();
    private final Map<BatchId, FakeBatch> batches = new HashMap<>();
    private final List<FakeBatch> newestLast = new ArrayList<>();
    private final Set<String> invalid;
    private final Map<String, Body> wanted = new HashMap<>();
    private final List<Outage> outages = new ArrayList<>();
    private final Map<String, byte[]> rows = new HashMap<>();
    private final Map<String, Bill.Unit> ofLines = new HashMap<>();
    private int numbers;

    /// @param from while this lasts nothing is answered but 503
    record Outage(Instant from, Instant to) {}

    /// @param invalid prompts it will never take
    FakeProvider(Format format, VirtualTime time, Chance chance, Temper temper, Set<String> invalid) {
        this.format = format;
        this.time = time;
        this.chance = chance;
        this.temper = temper;
        this.invalid = new HashSet<>(invalid);
    }

    Bill bill() {
        return bill;
    }

    Format format() {
        return format;
    }

    Temper temper() {
        return temper;
    }

    void breakDown(Outage outage) {
        outages.add(outage);
    }

    /// What the caller of a prompt sends; anything else that comes is complained about.
    void expect(String prompt, Body body) {
        wanted.put(prompt, body);
    }

    /// Charges for whatever is finished by now.
    void settleAccounts() {
        newestLast.forEach(this::advance);
    }

    @Override
    public UploadOutcome upload(BundleId bundle, Lines lines) {
        if (!format.uploads()) {
            return new UploadOutcome.Uploaded("");
        }
        var refusal = refusal();
        if (refusal.isPresent()) {
            return new UploadOutcome.Unavailable(refusal.get());
        }
        var ref = "file-" + numbers++;
        uploads.put(ref, bytes(lines));
        return new UploadOutcome.Uploaded(ref);
    }

    @Override
    public CreateOutcome create(BatchOrder order, Lines lines) {
        var refusal = refusal();
        if (refusal.isPresent()) {
            int status = refusal.get().status();
            return status == 429 || status == 401
                    ? new CreateOutcome.NotNow(refusal.get())
                    : new CreateOutcome.InDoubt("status " + status);
        }
        return new CreateOutcome.Created(view(land(order, bytes(lines))));
    }

    /// The batch comes to be, whoever hears of it.
    FakeBatch land(BatchOrder order, byte[] inline) {
        var now = time.now();
        var id = new BatchId(format.batchId(numbers++));
        var bytes = format.uploads() ? Optional.ofNullable(uploads.get(order.upload())) : Optional.of(inline);
        var mark = format.uploads()
                ? Optional.of(new Mark(order.upload(), Optional.of(order.bundle())))
                : Optional.<Mark>empty();
        var lines = bytes.map(text -> lines(text, now)).orElse(List.of());
        var problems = bytes.isEmpty()
                ? List.of(new LineProblem(Optional.empty(), "invalid_request", "no such file", false))
                : problems(lines);
        var end = lines.stream()
                .map(Line::done)
                .max(Comparator.naturalOrder())
                .orElse(now)
                .plusSeconds(30);
        var batch = new FakeBatch(id, mark, now, end, now.plus(temper.life()), lines, problems);
        batches.put(id, batch);
        newestLast.add(batch);
        return batch;
    }

    @Override
    public LookupOutcome find(BatchId id) {
        var refusal = refusal();
        if (refusal.isPresent()) {
            return new LookupOutcome.Unavailable(refusal.get());
        }
        var batch = batches.get(id);
        return batch == null || time.now().isBefore(batch.createdAt().plus(temper.blindness()))
                ? new LookupOutcome.NotFound(new ProviderFailure(404, "not_found", "no batch"))
                : new LookupOutcome.Found(view(batch));
    }

    @Override
    public LookupOutcome cancel(BatchId id) {
        var found = find(id);
        var batch = batches.get(id);
        if (found instanceof LookupOutcome.Found && batch != null) {
            batch.cancel(
                    time.now(),
                    chance.between(Duration.ofSeconds(1), temper.cancel().plusSeconds(1)));
            return new LookupOutcome.Found(view(batch));
        }
        return found;
    }

    @Override
    public SightingsOutcome createdSince(Instant since) {
        var refusal = refusal();
        if (refusal.isPresent()) {
            return new SightingsOutcome.Unavailable(refusal.get());
        }
        return new SightingsOutcome.Seen(newestLast.reversed().stream()
                .filter(batch -> !batch.createdAt().isBefore(since))
                .filter(batch -> !time.now().isBefore(batch.createdAt().plus(temper.listLag())))
                .map(batch -> new Sighting(view(batch), batch.mark()))
                .toList());
    }

    @Override
    public boolean marks() {
        return format.uploads();
    }

    @Override
    public boolean forget(String upload) {
        if (refusal().isPresent()) {
            return false;
        }
        uploads.remove(upload);
        return true;
    }

    @Override
    public InputStream openResults(ResultFile file) throws IOException {
        if (refusal().isPresent()) {
            throw new IOException("results: status 503", new Injected("openResults"));
        }
        var bytes = rows.computeIfAbsent(file.ref(), this::write);
        if (chance.percent(temper.broken())) {
            return new BreakingStream(bytes, chance.between(0, bytes.length));
        }
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public SyncOutcome call(Request request, Duration timeout) {
        var refusal = refusal();
        if (refusal.isPresent()) {
            var failure = refusal.get();
            var headers = failure.retryAfter()
                    .map(wait -> new Headers(Map.of("retry-after", Long.toString(wait.toSeconds()))))
                    .orElse(Headers.NONE);
            return new SyncOutcome.Answered(failure.status(), headers, format.error(failure.status(), failure.code()));
        }
        return answer(request);
    }

    /// The call is made, whoever hears of it.
    SyncOutcome answer(Request request) {
        var prompt = recognize(request.body());
        if (invalid.contains(prompt)) {
            return new SyncOutcome.Answered(400, Headers.NONE, format.error(400, "invalid_request_error"));
        }
        var unit = charge(prompt, request.endpoint(), Bill.Way.DIRECT);
        return new SyncOutcome.Answered(200, Headers.NONE, unit.answer());
    }

    private Optional<ProviderFailure> refusal() {
        var now = time.now();
        if (outages.stream().anyMatch(outage -> !now.isBefore(outage.from()) && now.isBefore(outage.to()))) {
            return Optional.of(new ProviderFailure(503, "overloaded", "down"));
        }
        if (chance.percent(temper.busy())) {
            var wait = chance.percent(50)
                    ? Optional.of(chance.between(Duration.ofSeconds(1), Duration.ofMinutes(2)))
                    : Optional.<Duration>empty();
            return Optional.of(new ProviderFailure(429, "rate_limit_exceeded", "slow down", wait));
        }
        return chance.percent(temper.broken())
                ? Optional.of(new ProviderFailure(chance.percent(80) ? 500 : 401, "server_error", "oops"))
                : Optional.empty();
    }

    private List<Line> lines(byte[] text, Instant now) {
        var longest = chance.percent(temper.stuck())
                ? Duration.ofHours(40)
                : chance.percent(temper.slow()) ? Duration.ofHours(4) : Duration.ofMinutes(20);
        var lines = new ArrayList<Line>();
        for (var line : new String(text, UTF_8).split("\n")) {
            lines.add(line(line, now.plus(chance.between(Duration.ofMinutes(1), longest))));
        }
        lines.sort(Comparator.comparing(Line::done));
        return lines;
    }

    private Line line(String text, Instant done) {
        var bytes = text.getBytes(UTF_8);
        int start = "{\"custom_id\":\"".length();
        var customId = text.substring(start, text.indexOf('"', start));
        if (CustomId.parse(customId).isEmpty()) {
            bill.complain("I7: a line's custom_id is " + customId);
        }
        var prompt = recognize(format.dialect().bodyOf(bytes, 0, bytes.length));
        if (bill.isRefusedForGood(jobOf(customId))) {
            bill.complain("I2: " + prompt + " was sent again although it was refused for good");
        }
        var fate = invalid.contains(prompt)
                ? Fate.IS_INVALID
                : chance.percent(temper.failing()) ? Fate.FAILS : Fate.SUCCEEDS;
        return new Line(customId, prompt, done, fate, telling());
    }

    /// Without the attempt, which is behind the last dash.
    private static String jobOf(String customId) {
        return customId.substring(0, customId.lastIndexOf('-'));
    }

    private Telling telling() {
        if (!chance.percent(temper.odd())) {
            return Telling.ONCE;
        }
        return temper.honest() ? Telling.TWICE : chance.pick(List.of(Telling.TWICE, Telling.NOT, Telling.GARBLED));
    }

    /// A queue that is too full refuses the batch as a whole; a customer that counts never gets that far.
    private List<LineProblem> problems(List<Line> lines) {
        long waiting = newestLast.stream()
                .filter(batch -> !batch.isOver(time.now()))
                .mapToLong(FakeBatch::size)
                .sum();
        if (waiting + lines.size() <= temper.enqueued()) {
            return List.of();
        }
        bill.complain("I5: " + lines.size() + " requests came on top of " + waiting + ", of " + temper.enqueued());
        return List.of(new LineProblem(Optional.empty(), "token_limit_exceeded", "the queue is full", true));
    }

    /// The job's own word in a body, which has to be the body its caller wrote.
    private String recognize(Body body) {
        var text = body.text();
        var prompt = Prompt.in(text);
        if (prompt.isEmpty()) {
            bill.complain("I7: a request without a prompt of ours");
            return "unknown";
        }
        var sent = wanted.get(prompt.get());
        if (sent == null || !flat(sent.text()).equals(flat(text))) {
            bill.complain("I7: the body of " + prompt.get() + " is not what its caller sent");
        }
        return prompt.get();
    }

    private static String flat(String json) {
        return json.replace('\n', ' ').replace('\r', ' ');
    }

    private Bill.Unit charge(String prompt, Endpoint endpoint, Bill.Way way) {
        boolean batch = way == Bill.Way.BATCH;
        var model = format.uploads() ? FakeOpenAi.MODEL : FakeAnthropic.MODEL;
        var words = Prompt.SECRET + "-a" + numbers++ + " " + "la ".repeat(chance.between(1, 9));
        var answer = format.answer(model, words, batch);
        var usage = format.dialect().readUsage(endpoint, answer);
        var cost =
                format.prices().price(model, time.now()).orElseThrow().cost(batch ? usage.at(Usage.Tier.BATCH) : usage);
        return bill.charge(prompt, way, cost.paid().value(), answer);
    }

    private void advance(FakeBatch batch) {
        for (var line : batch.newlyFinished(time.now())) {
            switch (line.fate()) {
                case SUCCEEDS -> {
                    var unit = charge(line.prompt(), new Endpoint("/v1/messages"), Bill.Way.BATCH);
                    ofLines.put(batch.id() + line.customId(), unit);
                    if (line.telling() == Telling.NOT || line.telling() == Telling.GARBLED) {
                        unit.keepBack();
                    }
                }
                case FAILS, IS_INVALID -> {}
            }
        }
    }

    private BatchView view(FakeBatch batch) {
        advance(batch);
        if (batch.isOver(time.now())) {
            batch.lines().stream()
                    .filter(line -> isRefusal(batch, line))
                    .forEach(line -> bill.refuseForGood(jobOf(line.customId())));
        }
        return batch.view(time.now(), format.parts(), counts(batch));
    }

    /// Who believes them is deceived: they run ahead of the rows, now and then by a lot.
    private Counts counts(FakeBatch batch) {
        int finished = (int) batch.lines().stream()
                .filter(line -> !line.done().isAfter(time.now()))
                .count();
        return new Counts(batch.size(), Math.min(batch.size(), finished + chance.between(0, 2)), 0);
    }

    private byte[] write(String ref) {
        boolean errors = ref.endsWith(".errors");
        var batch = batches.get(new BatchId(ref.replace(".output", "").replace(".errors", "")));
        if (batch == null) {
            return new byte[0];
        }
        advance(batch);
        var text = new ArrayList<String>();
        for (var line : batch.lines()) {
            if (!format.parts() || errors == isError(batch, line)) {
                text.addAll(rows(batch, line));
            }
        }
        Collections.shuffle(text, new Random(chance.nextLong()));
        return text.isEmpty() ? new byte[0] : (String.join("\n", text) + "\n").getBytes(UTF_8);
    }

    /// Whether its caller can know from now on that the provider will never take it.
    private static boolean isRefusal(FakeBatch batch, Line line) {
        return line.fate() == Fate.IS_INVALID
                && batch.isFinished(line)
                && (line.telling() == Telling.ONCE || line.telling() == Telling.TWICE);
    }

    private static boolean isError(FakeBatch batch, Line line) {
        return !batch.isFinished(line) || line.fate() != Fate.SUCCEEDS;
    }

    private List<String> rows(FakeBatch batch, Line line) {
        if (!batch.isFinished(line)) {
            return List.of(batch.isCanceled() ? format.canceled(line.customId()) : format.expired(line.customId()));
        }
        var row = switch (line.fate()) {
            case SUCCEEDS ->
                Optional.ofNullable(ofLines.get(batch.id() + line.customId()))
                        .map(unit -> format.success(line.customId(), unit.answer()))
                        .orElse("{}");
            case FAILS -> format.failure(line.customId(), 500, "server_error");
            case IS_INVALID -> format.failure(line.customId(), 400, "invalid_request_error");
        };
        return switch (line.telling()) {
            case ONCE -> List.of(row);
            case TWICE -> List.of(row, row);
            case NOT -> List.of();
            case GARBLED -> List.of(row.substring(0, row.length() / 2));
        };
    }

    private static byte[] bytes(Lines lines) {
        try (var in = lines.open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Breaks off half way.
    private static final class BreakingStream extends InputStream {
        private final byte[] bytes;
        private final int end;
        private int at;

        BreakingStream(byte[] bytes, int end) {
            this.bytes = bytes;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            if (at >= end) {
                throw new IOException("the connection broke", new Injected("download"));
            }
            return bytes[at++] & 0xff;
        }
    }
}
