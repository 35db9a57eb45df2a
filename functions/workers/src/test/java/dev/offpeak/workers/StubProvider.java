package dev.offpeak.workers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.id.CustomId;
import dev.offpeak.core.provider.Account;
import dev.offpeak.core.provider.AccountLimits;
import dev.offpeak.core.provider.BatchApi;
import dev.offpeak.core.provider.BatchView;
import dev.offpeak.core.provider.BatchView.Counts;
import dev.offpeak.core.provider.BatchView.LineProblem;
import dev.offpeak.core.provider.BatchView.Status;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Headers;
import dev.offpeak.core.provider.Lines;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.ProviderFailure;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.provider.SyncApi;
import dev.offpeak.openai.OpenAiDialect;
import dev.offpeak.openai.OpenAiPrices;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// OpenAI's formats in front of answers a test decides: every line succeeds unless told otherwise.
public final class StubProvider implements BatchApi, SyncApi {
    public static final String MODEL = "gpt-5.6-luna";

    static final AccountLimits LIMITS = limits(500);

    /// What was uploaded, in order.
    public final List<String> uploads = new ArrayList<>();
    /// The upload each created batch was made of, by the batch's id.
    public final Map<BatchId, String> created = new HashMap<>();

    private int batches;
    private final Map<BatchId, Mark> marks = new HashMap<>();
    private final Set<String> forgotten = new HashSet<>();

    public final List<Request> calls = new ArrayList<>();
    public final List<Duration> timeouts = new ArrayList<>();
    /// Happens between a call and its answer.
    public Runnable beforeAnswer = () -> {};

    public final Deque<SyncOutcome> answers = new ArrayDeque<>();
    public final Deque<CreateOutcome> creations = new ArrayDeque<>();
    public final Deque<UploadOutcome> uploadAnswers = new ArrayDeque<>();

    /// Problems of the next batches created; a batch without any runs.
    public final Deque<List<LineProblem>> problems = new ArrayDeque<>();

    private final Map<BatchId, List<LineProblem>> invalid = new HashMap<>();

    /// The rows a line gets, without line ends; the line is given without its own.
    public Function<String, List<String>> rows = line -> List.of(success(line));

    /// The batches a test wants to be looked up as something else.
    public final Map<BatchId, LookupOutcome> lookups = new HashMap<>();

    /// What was asked to be cancelled, and what a test wants to be answered to it.
    public final List<BatchId> canceled = new ArrayList<>();

    public final Map<BatchId, LookupOutcome> cancels = new HashMap<>();

    /// Whether the list of batches cannot be had.
    public boolean hidden;

    /// Batches that others created on the account.
    public final List<Sighting> strangers = new ArrayList<>();

    private int callsPerMinute = 500;

    public StubProvider callsPerMinute(int calls) {
        callsPerMinute = calls;
        return this;
    }

    private static AccountLimits limits(int calls) {
        return new AccountLimits(AccountLimits.UNKNOWN, AccountLimits.UNKNOWN, AccountLimits.Per.MODEL, 2_000, calls);
    }

    Provider provider(Effects effects) {
        return new Provider(
                new OpenAiDialect(),
                new OpenAiPrices(),
                List.of(new Account(
                        new AccountId("main"),
                        limits(callsPerMinute),
                        effects.on(BatchApi.class, this),
                        effects.on(SyncApi.class, this))));
    }

    @Override
    public UploadOutcome upload(BundleId bundle, Lines lines) {
        if (!uploadAnswers.isEmpty()) {
            return uploadAnswers.remove();
        }
        try (var in = lines.open()) {
            var bytes = in.readAllBytes();
            if (bytes.length != lines.bytes()) {
                throw new IllegalStateException(bytes.length + " bytes came, not " + lines.bytes());
            }
            uploads.add(new String(bytes, UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new UploadOutcome.Uploaded("file-" + (uploads.size() - 1));
    }

    @Override
    public CreateOutcome create(BatchOrder order, Lines lines) {
        if (!creations.isEmpty()) {
            return creations.remove();
        }
        if (forgotten.contains(order.upload())) {
            return new CreateOutcome.Refused(failure(400, "no_such_file"));
        }
        var id = new BatchId("batch_" + batches++);
        marks.put(id, new Mark(order.upload(), Optional.of(order.bundle())));
        created.put(id, uploads.get(Integer.parseInt(order.upload().substring(5))));
        if (!problems.isEmpty()) {
            invalid.put(id, problems.remove());
        }
        return new CreateOutcome.Created(view(id, new Status.Running("validating")));
    }

    @Override
    public LookupOutcome find(BatchId batch) {
        var told = lookups.get(batch);
        if (told != null) {
            return told;
        }
        var refused = invalid.get(batch);
        return new LookupOutcome.Found(view(
                batch,
                refused == null || refused.isEmpty()
                        ? new Status.Ended("completed", List.of(new ResultFile(batch.value())))
                        : new Status.Invalid(refused)));
    }

    @Override
    public LookupOutcome cancel(BatchId batch) {
        canceled.add(batch);
        return cancels.getOrDefault(batch, new LookupOutcome.Found(view(batch, new Status.Canceling())));
    }

    @Override
    public SightingsOutcome createdSince(Instant since) {
        if (hidden) {
            return new SightingsOutcome.Unavailable(failure(503, "down"));
        }
        return new SightingsOutcome.Seen(Stream.concat(
                        created.keySet().stream()
                                .map(id -> new Sighting(
                                        view(id, new Status.Running("in_progress")),
                                        Optional.ofNullable(marks.get(id)))),
                        strangers.stream())
                .toList());
    }

    @Override
    public boolean forget(String upload) {
        forgotten.add(upload);
        return true;
    }

    @Override
    public InputStream openResults(ResultFile file) {
        var upload = created.getOrDefault(new BatchId(file.ref()), "");
        var text = new StringBuilder();
        upload.lines()
                .flatMap(line -> rows.apply(line).stream())
                .forEach(row -> text.append(row).append('\n'));
        return new ByteArrayInputStream(text.toString().getBytes(UTF_8));
    }

    @Override
    public SyncOutcome call(Request request, Duration timeout) {
        calls.add(request);
        timeouts.add(timeout);
        beforeAnswer.run();
        return answers.isEmpty() ? answered(200, answer()) : answers.remove();
    }

    public static SyncOutcome answered(int status, String body) {
        return new SyncOutcome.Answered(status, Headers.NONE, Body.of(body));
    }

    public static BatchView view(BatchId id, Status status) {
        return new BatchView(id, status, Counts.NONE, Instant.EPOCH, Optional.empty());
    }

    public static ProviderFailure failure(int status, String code) {
        return new ProviderFailure(status, code, "because");
    }

    public static String answer() {
        return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"model\":\"" + MODEL
                + "\",\"choices\":[],\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":100}}";
    }

    public static String success(String line) {
        return "{\"id\":\"r\",\"custom_id\":\"" + customId(line)
                + "\",\"response\":{\"status_code\":200,\"request_id\":\"q\",\"body\":" + answer()
                + "},\"error\":null}";
    }

    public static String failed(String line, int status, String code) {
        return "{\"id\":\"r\",\"custom_id\":\"" + customId(line) + "\",\"response\":{\"status_code\":" + status
                + ",\"request_id\":\"q\",\"body\":{\"error\":{\"message\":\"no\",\"code\":\"" + code
                + "\"}}},\"error\":null}";
    }

    public static String expired(String line) {
        return "{\"id\":\"r\",\"custom_id\":\"" + customId(line)
                + "\",\"response\":null,\"error\":{\"code\":\"batch_expired\",\"message\":\"too late\"}}";
    }

    public static CustomId customId(String line) {
        return CustomId.parse(line.substring(14, line.indexOf('"', 14))).orElseThrow();
    }
}
