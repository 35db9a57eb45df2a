package dev.offpeak.simulation;

import dev.offpeak.core.id.BatchId;
import dev.offpeak.core.id.BundleId;
import dev.offpeak.core.provider.BatchApi;
import dev.offpeak.core.provider.Lines;
import dev.offpeak.core.provider.ProviderFailure;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.provider.SyncApi;
import dev.offpeak.simulation.Mischief.Effect;
import dev.offpeak.simulation.Mischief.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The network between our functions and one provider: calls take time, get lost, and land late.
final class Wire implements BatchApi, SyncApi {
    /// How late after its time limit a call may still leave: nothing else is going to happen in that process.
    private static final Duration MARGIN = Duration.ofSeconds(60);

    private final FakeProvider provider;
    private final Stage stage;
    private final VirtualTime time;
    private final Mischief mischief;
    private final Trace trace;
    private final Consumer<String> complaints;

    /// @param complaints told of calls that must not have been made
    Wire(
            FakeProvider provider,
            Stage stage,
            VirtualTime time,
            Mischief mischief,
            Trace trace,
            Consumer<String> complaints) {
        this.provider = provider;
        this.stage = stage;
        this.time = time;
        this.mischief = mischief;
        this.trace = trace;
        this.complaints = complaints;
    }

    @Override
    public UploadOutcome upload(BundleId bundle, Lines lines) {
        byte[] bytes;
        try {
            bytes = read(lines);
        } catch (IOException e) {
            return new UploadOutcome.Unavailable(notSent());
        }
        return send(
                "upload",
                () -> provider.upload(bundle, new Held(bytes, lines.count())),
                () -> new UploadOutcome.Unavailable(notSent()),
                () -> new UploadOutcome.Unavailable(notSent()),
                () -> {});
    }

    @Override
    public CreateOutcome create(BatchOrder order, Lines lines) {
        byte[] bytes;
        try {
            bytes = provider.format().uploads() ? new byte[0] : read(lines);
        } catch (IOException e) {
            return new CreateOutcome.NotNow(notSent());
        }
        var held = new Held(bytes, lines.count());
        return send(
                "create",
                () -> provider.create(order, held),
                () -> new CreateOutcome.NotNow(notSent()),
                () -> new CreateOutcome.InDoubt("no answer"),
                () -> provider.land(order, bytes));
    }

    @Override
    public SyncOutcome call(Request request, Duration timeout) {
        return send(
                "call",
                () -> provider.call(request, timeout),
                () -> new SyncOutcome.NotSent("no connection"),
                () -> new SyncOutcome.InDoubt("no answer"),
                () -> provider.answer(request));
    }

    @Override
    public LookupOutcome find(BatchId batch) {
        return ask("find " + batch, () -> provider.find(batch), () -> new LookupOutcome.Unavailable(notSent()));
    }

    @Override
    public LookupOutcome cancel(BatchId batch) {
        return send(
                "cancel",
                () -> provider.cancel(batch),
                () -> new LookupOutcome.Unavailable(notSent()),
                () -> new LookupOutcome.Unavailable(notSent()),
                () -> {});
    }

    @Override
    public SightingsOutcome createdSince(Instant since) {
        return ask("list", () -> provider.createdSince(since), () -> new SightingsOutcome.Unavailable(notSent()));
    }

    @Override
    public boolean forget(String upload) {
        return send("forget", () -> provider.forget(upload), () -> false, () -> false, () -> {});
    }

    @Override
    public boolean marks() {
        return provider.marks();
    }

    @Override
    public InputStream openResults(ResultFile file) throws IOException {
        stage.pass(mischief.latency(new Effect("BatchApi.openResults", false, 1)));
        trace.say(stage.who(), () -> "openResults " + file.ref());
        return provider.openResults(file);
    }

    private <T> T ask(String what, Supplier<T> question, Supplier<T> failure) {
        var effect = new Effect("BatchApi." + what, false, 1);
        var fault = mischief.fault(effect);
        stage.pass(mischief.latency(effect));
        if (fault == Fault.DIES_BEFORE || fault == Fault.DIES_AFTER) {
            throw stage.die("at " + what);
        }
        var answer = fault == Fault.REFUSED || fault == Fault.REPLY_LOST ? failure.get() : question.get();
        trace.say(stage.who(), () -> what + " -> " + Told.of(answer));
        return answer;
    }

    /// @param landing does what the call does without anybody hearing of it
    private <T> T send(String what, Supplier<T> doing, Supplier<T> unsent, Supplier<T> unheard, Runnable landing) {
        var effect = new Effect("BatchApi." + what, true, 1);
        var fault = mischief.fault(effect);
        stage.pass(mischief.latency(effect));
        if (what.equals("create") || what.equals("call")) {
            stage.overtime()
                    .filter(late -> late.compareTo(MARGIN) > 0)
                    .ifPresent(late -> complaints.accept(
                            "I2: " + stage.who() + " made a " + what + " " + late + " after its time limit"));
        }
        var outcome = switch (fault) {
            case REFUSED -> unsent.get();
            case REPLY_LOST, HALF_LOST -> {
                land(landing);
                yield unheard.get();
            }
            case DIES_BEFORE -> throw stage.die("before " + what);
            case DIES_AFTER -> {
                land(landing);
                throw stage.die("during " + what);
            }
            // one that is frozen on its way is given up by the adapter; those who freeze before it are caught above
            case NONE, FREEZES -> doing.get();
        };
        stage.pass(mischief.latency(effect));
        trace.say(
                stage.who(), () -> what + (fault == Fault.NONE ? "" : " [" + fault + "]") + " -> " + Told.of(outcome));
        return outcome;
    }

    private void land(Runnable landing) {
        switch (mischief.landing()) {
            case AT_ONCE -> landing.run();
            case LATER ->
                time.after(mischief.delay(provider.format().uploads()), () -> {
                    trace.say("network", () -> "a lost call lands");
                    landing.run();
                });
            case NEVER -> {}
        }
    }

    private static ProviderFailure notSent() {
        return new ProviderFailure(0, "not_sent", "no connection");
    }

    private static byte[] read(Lines lines) throws IOException {
        try (var in = lines.open()) {
            return in.readAllBytes();
        }
    }

    private record Held(byte[] all, int count) implements Lines {
        @Override
        public InputStream open() {
            return new ByteArrayInputStream(all);
        }

        @Override
        public long bytes() {
            return all.length;
        }
    }
}
