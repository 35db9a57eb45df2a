package dev.offpeak.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.offpeak.anthropic.Anthropic;
import dev.offpeak.anthropic.AnthropicBatchSurface;
import dev.offpeak.anthropic.AnthropicSettings;
import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.bundle.BundleStore;
import dev.offpeak.core.id.AccountId;
import dev.offpeak.core.id.CallerIds;
import dev.offpeak.core.id.JobId;
import dev.offpeak.core.id.JobIds;
import dev.offpeak.core.id.TenantId;
import dev.offpeak.core.job.Admission;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.job.KeyStore;
import dev.offpeak.core.pricing.Ledger;
import dev.offpeak.core.provider.Account;
import dev.offpeak.core.provider.Body;
import dev.offpeak.core.provider.Patience;
import dev.offpeak.core.provider.Provider;
import dev.offpeak.core.provider.Providers;
import dev.offpeak.core.queue.Outbox;
import dev.offpeak.core.routing.RoutingPolicy;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.core.surface.BatchSurfaces;
import dev.offpeak.core.surface.CallerBatchStore;
import dev.offpeak.core.surface.CallerFileStore;
import dev.offpeak.gateway.background.BackgroundCalls;
import dev.offpeak.gateway.background.FollowBackground;
import dev.offpeak.gateway.background.Memos;
import dev.offpeak.gateway.background.ShowBackground;
import dev.offpeak.gateway.background.StartBackground;
import dev.offpeak.gateway.batchapi.BatchApis;
import dev.offpeak.gateway.batchapi.CreateBatch;
import dev.offpeak.gateway.batchapi.ExpireLines;
import dev.offpeak.gateway.batchapi.Files;
import dev.offpeak.gateway.batchapi.FollowBatch;
import dev.offpeak.gateway.batchapi.ListBatches;
import dev.offpeak.gateway.batchapi.LookAtLines;
import dev.offpeak.gateway.batchapi.MakeResults;
import dev.offpeak.gateway.batchapi.SendParts;
import dev.offpeak.gateway.batchapi.Shelf;
import dev.offpeak.gateway.batchapi.WithdrawLines;
import dev.offpeak.gateway.dropin.DropIn;
import dev.offpeak.gateway.dropin.PassOn;
import dev.offpeak.gateway.http.Content;
import dev.offpeak.gateway.http.HttpResponse;
import dev.offpeak.gateway.jobs.Acceptance;
import dev.offpeak.gateway.jobs.CancelJob;
import dev.offpeak.gateway.jobs.DeleteJob;
import dev.offpeak.gateway.jobs.InlineCall;
import dev.offpeak.gateway.jobs.InlineJob;
import dev.offpeak.gateway.jobs.JobLookup;
import dev.offpeak.gateway.jobs.ReadJob;
import dev.offpeak.gateway.jobs.Replay;
import dev.offpeak.gateway.jobs.SubmitJobs;
import dev.offpeak.gateway.jobs.SubmitMany;
import dev.offpeak.gateway.jobs.SubmitOne;
import dev.offpeak.gateway.jobs.Till;
import dev.offpeak.gateway.listing.Batches;
import dev.offpeak.gateway.listing.LedgerPage;
import dev.offpeak.openai.OpenAi;
import dev.offpeak.openai.OpenAiBatchSurface;
import dev.offpeak.openai.OpenAiSettings;
import dev.offpeak.testkit.FakeBatchStore;
import dev.offpeak.testkit.FakeBundleStore;
import dev.offpeak.testkit.FakeCallerBatchStore;
import dev.offpeak.testkit.FakeCallerFileStore;
import dev.offpeak.testkit.FakeJobStore;
import dev.offpeak.testkit.FakeKeyStore;
import dev.offpeak.testkit.FakeLedger;
import dev.offpeak.testkit.FakeObjectStore;
import dev.offpeak.testkit.FakeOutbox;
import dev.offpeak.testkit.FakeSegmentStore;
import dev.offpeak.testkit.Samples;
import dev.offpeak.wire.http.Timeouts;
import dev.offpeak.wire.job.JobReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// The whole gateway on fakes, with real dialects and real prices.
final class World {
    static final TenantId ACME = new TenantId("acme");
    static final TenantId OTHER = new TenantId("other");
    static final String CHAT = "{\"model\":\"gpt-6-luna\",\"messages\":[]}";
    static final String JOB = job(CHAT);

    private static final JsonMapper JSON = new JsonMapper();
    private static final Timeouts TIMEOUTS =
            new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));

    Instant now = Samples.NOW;
    final JobIds ids = new JobIds(Samples.SIGNER);
    final FakeLedger ledger = new FakeLedger();
    final FakeJobStore jobs = new FakeJobStore(ledger);
    final FakeSegmentStore segments = new FakeSegmentStore();
    final FakeBundleStore bundles = new FakeBundleStore();
    final FakeBatchStore batches = new FakeBatchStore(ledger);
    final FakeCallerBatchStore callerBatches = new FakeCallerBatchStore();
    final FakeCallerFileStore callerFiles = new FakeCallerFileStore();
    final FakeObjectStore objects = new FakeObjectStore();
    final FakeOutbox queue = new FakeOutbox();
    final FakeKeyStore keys = new FakeKeyStore();
    final FakeCalls openAi = new FakeCalls();
    final FakeCalls anthropic = new FakeCalls();
    /// Ports that cannot be reached.
    final Set<Class<?>> broken = new HashSet<>();

    /// How many rows each read of many asked for.
    final List<Integer> rowsAsked = new ArrayList<>();
    /// Where the function dies, if it does.
    Crash crash = Crash.never();

    /// What happens while somebody pauses; each pause moves the clock.
    Runnable meanwhile = () -> {};

    private final Map<String, Runnable> before = new HashMap<>();
    private final FrontDesk desk;

    World() {
        this(new Tenants.Single(ACME));
    }

    World(Tenants tenants) {
        var providers = new Providers(List.of(
                with(
                        OpenAi.provider(new OpenAiSettings(
                                URI.create("http://localhost:1/v1"), () -> "", TIMEOUTS, new AccountId("openai"))),
                        openAi),
                with(
                        Anthropic.provider(new AnthropicSettings(
                                URI.create("http://localhost:1"), () -> "", TIMEOUTS, new AccountId("anthropic"))),
                        anthropic)));
        var jobPort = port(JobStore.class, jobs);
        var objectPort = port(ObjectStore.class, objects);
        var ledgerPort = port(Ledger.class, ledger);
        var segmentPort = port(SegmentStore.class, segments);
        var reader = new JobReader();
        var admission = new Admission(id -> providers.find(id).map(Provider::dialect), RoutingPolicy.DEFAULT);
        var acceptance = new Acceptance(objectPort, port(Outbox.class, queue));
        var call = new InlineCall(new Till(ledgerPort, () -> now), Duration.ofSeconds(100));
        var inline = new InlineJob(providers, call, jobPort, objectPort, () -> now);
        var naming = new SubmitOne.Naming(ids, new Replay(port(KeyStore.class, keys)), () -> now, new Random(20261123));
        var one = new SubmitOne(reader, admission, acceptance, inline, naming);
        var lookup = new JobLookup(
                ids,
                new JobLookup.Stores(jobPort, segmentPort, port(BundleStore.class, bundles), objectPort),
                () -> now);
        var cancel = new CancelJob(lookup, jobPort, segmentPort, () -> now);
        var shelf = new Shelf(
                port(CallerBatchStore.class, callerBatches), port(CallerFileStore.class, callerFiles), objectPort);
        var steps = new FollowBatch.Steps(
                new SendParts(shelf, port(Outbox.class, queue)),
                new LookAtLines(jobPort),
                new ExpireLines(jobPort, () -> now),
                new WithdrawLines(jobPort, segmentPort, () -> now),
                new MakeResults(shelf, jobPort));
        var follow = new FollowBatch(shelf, steps, () -> now);
        var batchApis = new BatchApis(
                new BatchSurfaces(List.of(new OpenAiBatchSurface(), new AnthropicBatchSurface())),
                new BatchApis.Names(new CallerIds(Samples.SIGNER), ids),
                shelf,
                new BatchApis.Work(
                        new CreateBatch(shelf, admission, steps, naming),
                        follow,
                        new ListBatches(shelf, follow, () -> now),
                        new Files(shelf, naming),
                        () -> now));
        desk = new FrontDesk(
                providers,
                tenants,
                new FrontDesk.Desks(
                        new SubmitJobs(one, new SubmitMany(reader, admission, acceptance, naming)),
                        new ReadJob(lookup),
                        cancel,
                        new Batches(port(BatchStore.class, batches)),
                        new LedgerPage(ledgerPort, () -> now),
                        background(one, lookup, objectPort, cancel, new DeleteJob(cancel, jobPort)),
                        new DropIn(
                                new PassOn(
                                        new Till(ledgerPort, () -> now),
                                        new Patience(Duration.ofSeconds(100), Duration.ofSeconds(600))),
                                one),
                        batchApis));
    }

    private BackgroundCalls background(
            SubmitOne one, JobLookup lookup, ObjectStore objectPort, CancelJob cancel, DeleteJob delete) {
        var memos = new Memos(objectPort);
        var show = new ShowBackground(lookup, memos, ids);
        FollowBackground.Pause pause = time -> {
            now = now.plus(time);
            meanwhile.run();
        };
        var follow = new FollowBackground(show, new FollowBackground.Timing(() -> now, pause, Duration.ofSeconds(600)));
        return new BackgroundCalls(new StartBackground(one, memos, follow), show, follow, cancel, delete);
    }

    HttpResponse answer(Call call) {
        var answer = taken(desk.answer(call.request()));
        AnswerContract.check(call, answer);
        return answer;
    }

    /// The answer once its last byte has left and its ledger line is written.
    private static HttpResponse taken(HttpResponse response) {
        if (!(response.content() instanceof Content.Passing(var source))) {
            return response;
        }
        var out = new ByteArrayOutputStream();
        try (source) {
            source.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new HttpResponse(response.status(), response.headers(), Body.of(out.toByteArray()));
    }

    FrontDesk desk() {
        return desk;
    }

    static String job(String body) {
        return job(body, "");
    }

    /// @param more fields, each led by a comma
    static String job(String body, String more) {
        return "{\"provider\":\"openai\",\"endpoint\":\"/v1/chat/completions\",\"body\":" + body + more + "}";
    }

    /// Somebody else is quicker: runs once, right before the port's next such call.
    void before(Class<?> port, String method, Runnable other) {
        before.put(port + method, other);
    }

    /// A job of `tenant` that stands at `state`.
    JobRow row(TenantId tenant, JobState state) {
        var row = new JobRow(
                ids.fresh(tenant, now, new Random(7)), tenant, now, Optional.of(Samples.particulars()), state);
        jobs.insert(List.of(row));
        return row;
    }

    JobId fresh(TenantId tenant, Instant at) {
        return ids.fresh(tenant, at, new Random(8));
    }

    static JsonNode json(HttpResponse response) {
        return json(response.body().text());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    private static Provider with(Provider provider, FakeCalls calls) {
        var account = provider.first();
        return new Provider(
                provider.dialect(),
                provider.prices(),
                List.of(new Account(account.id(), account.limits(), account.batches(), calls)));
    }

    private <T> T port(Class<T> type, T fake) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (broken.contains(type)) {
                        throw new IllegalStateException(type.getSimpleName() + " cannot be reached");
                    }
                    Optional.ofNullable(before.remove(type + method.getName())).ifPresent(Runnable::run);
                    if (method.getName().equals("findAll")) {
                        rowsAsked.add(((Set<?>) arguments[0]).size());
                    }
                    try {
                        return crash.around(method.getName(), () -> method.invoke(fake, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
