package dev.offpeak.local.lambda;

import dev.offpeak.local.lambda.Outcome.Failed;
import dev.offpeak.local.lambda.Outcome.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One process of a function with its own Runtime API; takes one invocation at a time.
///
/// The process is not told when this JVM dies: its next call to the Runtime API fails and the runtime ends itself.
final class Sandbox implements AutoCloseable {

    private static final Duration HANDOVER_STEP = Duration.ofMillis(50);
    private static final int HANDOVER_STEPS = 200;

    private final FunctionSpec spec;
    private final RuntimeApi api;
    private final Process process;
    private final FunctionLog.Tail tail;

    private Sandbox(FunctionSpec spec, RuntimeApi api, Process process, FunctionLog.Tail tail) {
        this.spec = spec;
        this.api = api;
        this.process = process;
        this.tail = tail;
    }

    static Sandbox start(FunctionSpec spec, FunctionLog log, Clock clock) {
        RuntimeApi api = new RuntimeApi(spec.arn(), spec.limits().announced(), clock);
        try {
            ProcessBuilder builder = new ProcessBuilder(spec.command())
                    .directory(spec.directory().toFile())
                    .redirectErrorStream(true);
            // Nothing of the user's shell but this: an AWS profile there must not steer a local function.
            Map<String, String> inherited = builder.environment();
            inherited
                    .keySet()
                    .retainAll(List.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "JAVA_HOME", "SystemRoot"));
            inherited.putAll(spec.environment());
            inherited.put("AWS_LAMBDA_RUNTIME_API", api.address());
            inherited.put("AWS_LAMBDA_LOG_STREAM_NAME", "local/" + api.address());
            Process process = builder.start();
            return new Sandbox(spec, api, process, log.follow(process));
        } catch (IOException broken) {
            api.close();
            throw new UncheckedIOException("the function " + spec.name() + " cannot be started", broken);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    List<String> lastLogLines() {
        return tail.lines();
    }

    int exitCode() {
        return process.isAlive() ? 0 : process.exitValue();
    }

    Outcome invoke(byte[] payload, AnswerSink sink) throws InterruptedException {
        Invocation invocation = Invocation.of(payload, sink);
        Optional<Failed> unready = awaitReady();
        if (unready.isPresent()) {
            return unready.get();
        }
        var watch = process.onExit().thenAccept(ended -> invocation.outcome().complete(exited(ended.exitValue())));
        try {
            if (!handOver(invocation)) {
                close();
                return initTimeout();
            }
            return invocation.outcome().get(spec.limits().timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            close();
            return timedOut(invocation);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            watch.cancel(false);
        }
    }

    /// Kills the process and whatever it started; Lambda gives no notice either.
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        api.close();
    }

    private Optional<Failed> awaitReady() throws InterruptedException {
        try {
            CompletableFuture.anyOf(api.ready(), process.onExit())
                    .get(spec.limits().init().toMillis(), TimeUnit.MILLISECONDS);
            return api.ready().isDone() ? Optional.empty() : Optional.of(initExit());
        } catch (ExecutionException failed) {
            close();
            return Optional.of(
                    failed.getCause() instanceof InitException init
                            ? new Failed(Reason.INIT, init.type(), String.valueOf(init.getMessage()))
                            : new Failed(Reason.INIT, "Runtime.InitError", failed.toString()));
        } catch (TimeoutException silent) {
            close();
            return Optional.of(initTimeout());
        }
    }

    // In short steps, as a process that died since its last answer would never come for it.
    private boolean handOver(Invocation invocation) throws InterruptedException {
        for (int step = 0; step < HANDOVER_STEPS && !invocation.outcome().isDone(); step++) {
            if (api.offer(invocation, HANDOVER_STEP)) {
                return true;
            }
        }
        return invocation.outcome().isDone();
    }

    private Failed initExit() throws InterruptedException {
        String message = "Runtime exited during its start: exit status " + process.waitFor();
        return new Failed(Reason.INIT, "Runtime.ExitError", message);
    }

    private static Failed initTimeout() {
        return new Failed(Reason.INIT, "Runtime.InitTimeout", "the process did not ask for work in time");
    }

    private static Outcome exited(int code) {
        return new Failed(Reason.EXIT, "Runtime.ExitError", "Runtime exited with error: exit status " + code);
    }

    private Outcome timedOut(Invocation invocation) {
        double seconds = spec.limits().timeout().toMillis() / 1000.0;
        String message = String.format(Locale.ROOT, "%s Task timed out after %.2f seconds", invocation.id(), seconds);
        return new Failed(Reason.TIMEOUT, "Sandbox.Timedout", message);
    }
}
