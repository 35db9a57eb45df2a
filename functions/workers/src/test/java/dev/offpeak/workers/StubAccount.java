package dev.offpeak.workers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.provider.Account;
import dev.offpeak.core.provider.AccountLimits;
import dev.offpeak.core.provider.BatchApi;
import dev.offpeak.core.provider.BatchView;
import dev.offpeak.core.provider.BatchView.Counts;
import dev.offpeak.core.provider.BatchView.LineProblem;
import dev.offpeak.core.provider.BatchView.Status;
import dev.offpeak.core.provider.Lines;
import dev.offpeak.core.provider.ProviderFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One account of a provider that speaks OpenAI's formats, with a queue that may be full, and that may be down.
public final class StubAccount implements BatchApi {
    /// What a token is here; our estimate starts at less, so that it errs to the safe side.
    private static final int BYTES_PER_TOKEN = 4;

    private final String name;
    private final InstantSource clock;

    /// Whether batches carry a mark, and lines are uploaded ahead.
    public boolean marked = true;
    /// Tokens the queue takes.
    public long queue = Long.MAX_VALUE;
    /// Whether batches stay in the queue.
    public boolean stuck;
    /// Every call fails like this.
    public Optional<ProviderFailure> down = Optional.empty();
    /// What the next create calls come to, instead of a batch.
    public final Deque<CreateOutcome> creations = new ArrayDeque<>();
    /// Happens while a create call is on its way.
    public Runnable duringCreate = () -> {};
    /// Upload and create calls.
    public int calls;

    /// Lines of batches, by id, refused ones included.
    public final Map<BatchId, String> created = new LinkedHashMap<>();

    public final Set<BatchId> refused = new HashSet<>();
    private final Set<BatchId> over = new HashSet<>();
    private final Map<BatchId, Instant> createdAt = new LinkedHashMap<>();
    private final Map<BatchId, Mark> marks = new LinkedHashMap<>();
    private final List<String> uploads = new ArrayList<>();

    /// The most tokens that were enqueued at once.
    public long most;

    public StubAccount(String name, InstantSource clock) {
        this.name = name;
        this.clock = clock;
    }

    public Account account(AccountLimits limits) {
        return new Account(
                new AccountId(name),
                limits,
                this,
                (request, timeout) -> StubProvider.answered(200, StubProvider.answer()));
    }

    /// Batches that ran, or will.
    public long taken() {
        return created.size() - refused.size();
    }

    @Override
    public boolean marks() {
        return marked;
    }

    @Override
    public UploadOutcome upload(BundleId bundle, Lines lines) {
        if (!marked) {
            return new UploadOutcome.Uploaded("");
        }
        calls++;
        if (down.isPresent()) {
            return new UploadOutcome.Unavailable(down.get());
        }
        uploads.add(text(lines));
        return new UploadOutcome.Uploaded("file-" + (uploads.size() - 1));
    }

    @Override
    public CreateOutcome create(BatchOrder order, Lines lines) {
        calls++;
        duringCreate.run();
        if (down.isPresent()) {
            return new CreateOutcome.NotNow(down.get());
        }
        if (!creations.isEmpty()) {
            return creations.remove();
        }
        var id = new BatchId("batch_" + name + created.size());
        var text = marked ? uploads.get(Integer.parseInt(order.upload().substring(5))) : text(lines);
        created.put(id, text);
        createdAt.put(id, clock.instant());
        if (marked) {
            marks.put(id, new Mark(order.upload(), Optional.of(order.bundle())));
        }
        if (enqueued() > queue) {
            refused.add(id);
        }
        most = Math.max(most, enqueued());
        return new CreateOutcome.Created(view(id, new Status.Running("validating")));
    }

    private long enqueued() {
        return created.entrySet().stream()
                .filter(batch -> !over.contains(batch.getKey()) && !refused.contains(batch.getKey()))
                .mapToLong(batch -> batch.getValue().length() / BYTES_PER_TOKEN)
                .sum();
    }

    @Override
    public LookupOutcome find(BatchId batch) {
        if (refused.contains(batch)) {
            var full = new LineProblem(Optional.empty(), "token_limit_exceeded", "the queue is full", true);
            return new LookupOutcome.Found(view(batch, new Status.Invalid(List.of(full))));
        }
        if (stuck) {
            return new LookupOutcome.Found(view(batch, new Status.Running("in_progress")));
        }
        over.add(batch);
        return new LookupOutcome.Found(
                view(batch, new Status.Ended("completed", List.of(new ResultFile(batch.value())))));
    }

    @Override
    public LookupOutcome cancel(BatchId batch) {
        return find(batch);
    }

    @Override
    public SightingsOutcome createdSince(Instant since) {
        return new SightingsOutcome.Seen(created.keySet().stream()
                .map(id -> new Sighting(view(id, new Status.Running("")), Optional.ofNullable(marks.get(id))))
                .toList());
    }

    @Override
    public boolean forget(String upload) {
        return true;
    }

    @Override
    public InputStream openResults(ResultFile file) {
        var rows = new StringBuilder();
        created.getOrDefault(new BatchId(file.ref()), "")
                .lines()
                .forEach(line -> rows.append(success(line)).append('\n'));
        return new ByteArrayInputStream(rows.toString().getBytes(UTF_8));
    }

    private static String success(String line) {
        return StubProvider.success(line)
                .replace("\"prompt_tokens\":1000", "\"prompt_tokens\":" + line.length() / BYTES_PER_TOKEN);
    }

    private BatchView view(BatchId id, Status status) {
        int lines = (int) created.getOrDefault(id, "").lines().count();
        return new BatchView(
                id, status, new Counts(lines, 0, 0), createdAt.getOrDefault(id, Instant.EPOCH), Optional.empty());
    }

    private static String text(Lines lines) {
        try (var in = lines.open()) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
