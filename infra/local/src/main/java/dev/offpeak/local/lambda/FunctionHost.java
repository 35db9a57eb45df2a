package dev.offpeak.local.lambda;

import dev.offpeak.local.PartDeath;
import dev.offpeak.local.lambda.Outcome.Answered;
import dev.offpeak.local.lambda.Outcome.Failed;
import dev.offpeak.local.lambda.Outcome.Reason;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A function as Lambda runs it: sandboxes started on demand up to its concurrency, kept warm, replaced when they die.
///
/// Where Lambda would refuse an invocation beyond the concurrency, this one makes it wait its turn.
public final class FunctionHost implements AutoCloseable {

    private final FunctionSpec spec;
    private final FunctionLog log;
    private final Clock clock;
    private final Consumer<PartDeath> deaths;
    private final InitBackoff backoff;
    private final Semaphore turns;
    private final Deque<Sandbox> idle = new ArrayDeque<>();
    private final Set<Sandbox> all = ConcurrentHashMap.newKeySet();
    private final AtomicLong invocations = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();

    public FunctionHost(FunctionSpec spec, Clock clock, Consumer<PartDeath> deaths) {
        this.spec = spec;
        this.log = new FunctionLog(spec.log());
        this.clock = clock;
        this.deaths = deaths;
        this.backoff = new InitBackoff(clock);
        this.turns = new Semaphore(spec.limits().concurrency(), true);
    }

    public FunctionSpec spec() {
        return spec;
    }

    public List<Long> pids() {
        return all.stream().filter(Sandbox::isAlive).map(Sandbox::pid).sorted().toList();
    }

    public long invocations() {
        return invocations.get();
    }

    public long errors() {
        return errors.get();
    }

    /// Runs one event to its end; waits for a free sandbox first.
    public Outcome invoke(byte[] payload) throws InterruptedException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        Outcome outcome = invoke(payload, (bytes, length) -> whole.write(bytes, 0, length));
        return outcome instanceof Answered && whole.size() > 0 ? new Answered(whole.toByteArray()) : outcome;
    }

    /// The same; a function that streams its answer writes it to the sink, and the outcome then holds none of it.
    public Outcome invoke(byte[] payload, AnswerSink sink) throws InterruptedException {
        turns.acquire();
        try {
            invocations.incrementAndGet();
            Outcome outcome = run(payload, sink);
            if (outcome instanceof Failed failed) {
                errors.incrementAndGet();
                log.write("offpeak: invocation failed: " + failed.type() + ": " + failed.message());
            }
            return outcome;
        } finally {
            turns.release();
        }
    }

    private Outcome run(byte[] payload, AnswerSink sink) throws InterruptedException {
        Duration wait = backoff.wait(clock.instant());
        if (closed.get() || wait.isPositive()) {
            return new Failed(
                    Reason.INIT, "Runtime.InitError", "not started again for " + wait + ", see " + spec.log());
        }
        Sandbox sandbox = borrow();
        Outcome outcome = sandbox.invoke(payload, sink);
        switch (outcome) {
            case Answered answered -> giveBack(sandbox);
            case Failed(var reason, var type, var message) when reason == Reason.HANDLER -> giveBack(sandbox);
            case Failed failed -> discard(sandbox, failed);
        }
        return outcome;
    }

    private Sandbox borrow() {
        synchronized (idle) {
            for (Sandbox warm = idle.pollLast(); warm != null; warm = idle.pollLast()) {
                if (warm.isAlive()) {
                    return warm;
                }
                release(warm);
            }
        }
        Sandbox started = Sandbox.start(spec, log, clock);
        all.add(started);
        if (closed.get()) {
            started.close();
        }
        return started;
    }

    private void giveBack(Sandbox sandbox) {
        backoff.succeeded();
        synchronized (idle) {
            idle.addLast(sandbox);
        }
    }

    private void discard(Sandbox sandbox, Failed failed) {
        release(sandbox);
        if (failed.reason() == Reason.INIT && backoff.failed() && !closed.get()) {
            List<String> lines = sandbox.lastLogLines();
            deaths.accept(new PartDeath("function " + spec.name(), sandbox.exitCode(), lines));
        }
    }

    private void release(Sandbox sandbox) {
        sandbox.close();
        all.remove(sandbox);
    }

    @Override
    public void close() {
        closed.set(true);
        all.forEach(Sandbox::close);
        log.close();
    }
}
