package dev.offpeak.simulation;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.id.SegmentId;
import dev.offpeak.core.job.JobEvent;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.job.JobStore;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.provider.BatchApi;
import dev.offpeak.core.provider.BatchApi.CreateOutcome;
import dev.offpeak.core.provider.BatchApi.LookupOutcome;
import dev.offpeak.core.provider.BatchApi.ResultFile;
import dev.offpeak.core.provider.BatchView;
import dev.offpeak.core.provider.BatchView.Status;
import dev.offpeak.core.provider.ProviderFailure;
import dev.offpeak.core.provider.Request;
import dev.offpeak.core.provider.SyncApi;
import dev.offpeak.core.segment.SegmentEvent;
import dev.offpeak.core.segment.SegmentStore;
import dev.offpeak.core.store.Write;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Designs that look as if they would do. Each is the product with one care taken away, from outside.
final class Mutants {
    private static final System.Logger LOG = System.getLogger("dev.offpeak.mutant");

    private Mutants() {}

    static Map<String, Mutation> all() {
        var all = new LinkedHashMap<String, Mutation>();
        all.put("a create call in doubt is made again", batches((method, arguments, next) -> {
            var first = next.call();
            return first instanceof CreateOutcome.InDoubt ? next.call() : first;
        }));
        all.put("a create call in doubt is taken for one that did nothing", batches((method, arguments, next) -> {
            var first = next.call();
            return first instanceof CreateOutcome.InDoubt
                    ? new CreateOutcome.NotNow(new ProviderFailure(0, "no_answer", "none"))
                    : first;
        }));
        all.put("counters are trusted: done when they say so", batches((method, arguments, next) -> {
            var found = next.call();
            return found instanceof LookupOutcome.Found(var view) ? new LookupOutcome.Found(counted(view)) : found;
        }));
        all.put("only the output file is read", batches((method, arguments, next) -> {
            var found = next.call();
            return found instanceof LookupOutcome.Found(var view) ? new LookupOutcome.Found(firstFile(view)) : found;
        }));
        all.put(
                "no fence: an upload is taken for forgotten",
                batches((method, arguments, next) -> method.equals("forget") ? (Object) true : next.call()));
        all.put(
                "batches without a mark are created while one is in doubt",
                batches((method, arguments, next) -> method.equals("marks") ? (Object) true : next.call()));
        all.put(
                "the poller reads, then writes",
                store(BatchStore.class, Ports::batches, Ports::with, Mutants::blindly));
        all.put(
                "a batch is adopted without a row",
                store(
                        BatchStore.class,
                        Ports::batches,
                        Ports::with,
                        (real, method, arguments, next) -> method.equals("adopt") ? Write.done() : next.call()));
        all.put(
                "the ledger is written apart from the checkpoint, and lost",
                store(
                        BatchStore.class,
                        Ports::batches,
                        Ports::with,
                        (real, method, arguments, next) ->
                                method.equals("replace") && arguments[0] instanceof Batch batch
                                        ? real.replace(batch, List.<LedgerLine>of())
                                        : next.call()));
        all.put("messages are deleted before they are worked on", new Mutation() {
            @Override
            public boolean acknowledgesFirst() {
                return true;
            }
        });
        all.put(
                "the runner pays no heed to intents",
                store(JobStore.class, Ports::jobs, Ports::with, Mutants::heedless));
        all.put(
                "intake does not look whether the row is there",
                store(
                        JobStore.class,
                        Ports::jobs,
                        Ports::with,
                        (real, method, arguments, next) ->
                                method.equals("insert") ? allDone(next.call()) : next.call()));
        all.put(
                "a leader is followed although it is over",
                store(
                        JobStore.class,
                        Ports::jobs,
                        Ports::with,
                        (real, method, arguments, next) ->
                                method.equals("findAll") ? allRunning(next.call()) : next.call()));
        all.put(
                "a segment is claimed without a condition",
                store(
                        SegmentStore.class,
                        Ports::segments,
                        Ports::with,
                        (real, method, arguments, next) ->
                                arguments.length > 1 && arguments[1] instanceof SegmentEvent.Claim
                                        ? lostIsDone(next.call())
                                        : next.call()));
        all.put("a direct call in doubt is made again", calls((method, arguments, next) -> {
            var first = next.call();
            return first instanceof SyncApi.SyncOutcome.InDoubt ? next.call() : first;
        }));
        all.put("requests are logged", calls((method, arguments, next) -> {
            if (arguments[0] instanceof Request request) {
                LOG.log(
                        System.Logger.Level.DEBUG,
                        "calling with {0}",
                        request.body().text());
            }
            return next.call();
        }));
        return all;
    }

    // ---------------------------------------------------------------- the changes

    private static BatchView counted(BatchView view) {
        var counts = view.counts();
        return view.status() instanceof Status.Running && counts.succeeded() + counts.failed() >= counts.total()
                ? with(view, new Status.Ended("completed", files(view)))
                : view;
    }

    private static List<ResultFile> files(BatchView view) {
        var id = view.id().value();
        return id.startsWith("msgbatch")
                ? List.of(new ResultFile(id))
                : List.of(new ResultFile(id + ".output"), new ResultFile(id + ".errors"));
    }

    private static BatchView firstFile(BatchView view) {
        return view.status() instanceof Status.Ended(var raw, var files) && files.size() > 1
                ? with(view, new Status.Ended(raw, files.subList(0, 1)))
                : view;
    }

    private static BatchView with(BatchView view, Status status) {
        return new BatchView(view.id(), status, view.counts(), view.createdAt(), view.expiresAt());
    }

    private static Object blindly(BatchStore real, String method, Object[] arguments, Next next) throws Throwable {
        if (!method.equals("replace") || !(arguments[0] instanceof Batch batch)) {
            return next.call();
        }
        var standing = real.find(batch.id());
        @SuppressWarnings("unchecked")
        var lines = (List<LedgerLine>) arguments[1];
        return standing.isEmpty()
                ? next.call()
                : real.replace(after(batch, standing.get().version()), lines);
    }

    private static Batch after(Batch batch, long version) {
        return new Batch(
                batch.id(),
                batch.bundle(),
                batch.manifest(),
                batch.key(),
                batch.account(),
                batch.lines(),
                batch.tenants(),
                batch.createdAt(),
                batch.expiresAt(),
                batch.urgency(),
                batch.state(),
                batch.counts(),
                batch.due(),
                version + 1);
    }

    private static Object heedless(JobStore real, String method, Object[] arguments, Next next) throws Throwable {
        if (method.equals("find")) {
            return next.call() instanceof Optional<?> found ? found.map(Mutants::withoutIntent) : Optional.empty();
        }
        return arguments.length == 1
                        && arguments[0] instanceof List<?> changes
                        && changes.size() == 1
                        && changes.getFirst() instanceof JobStore.Change change
                        && change.event() instanceof JobEvent.Intend
                ? allDone(next.call())
                : next.call();
    }

    private static Object allRunning(Object rows) {
        return rows instanceof Map<?, ?> found
                ? found.values().stream()
                        .map(JobRow.class::cast)
                        .collect(Collectors.toMap(JobRow::id, Mutants::running))
                : rows;
    }

    private static JobRow running(JobRow row) {
        return row.state() instanceof JobState.Settled
                ? row.with(new JobState.Staged(2, new SegmentId("seg_" + "0".repeat(26)), 0))
                : row;
    }

    private static Object withoutIntent(Object row) {
        return row instanceof JobRow job && job.state() instanceof JobState.Express express
                ? job.with(new JobState.Express(express.attempt()))
                : row;
    }

    private static Object allDone(Object writes) {
        return writes instanceof List<?> many
                ? many.stream().map(Mutants::lostIsDone).toList()
                : writes;
    }

    private static Object lostIsDone(Object write) {
        return write instanceof Write.Lost<?> ? Write.done() : write;
    }

    // ---------------------------------------------------------------- how they get in

    private interface Next {
        Object call() throws Throwable;
    }

    private interface Twist {
        Object around(String method, Object[] arguments, Next next) throws Throwable;
    }

    private interface StoreTwist<T> {
        Object around(T real, String method, Object[] arguments, Next next) throws Throwable;
    }

    private interface Replacing<T> {
        Ports with(Ports ports, T other);
    }

    private static <T> Mutation store(
            Class<T> type, Function<Ports, T> getter, Replacing<T> setter, StoreTwist<T> twist) {
        return new Mutation() {
            @Override
            public Ports ports(Ports ports) {
                var real = getter.apply(ports);
                return setter.with(
                        ports,
                        twisted(type, real, (method, arguments, next) -> twist.around(real, method, arguments, next)));
            }
        };
    }

    private static Mutation batches(Twist twist) {
        return new Mutation() {
            @Override
            public BatchApi batches(BatchApi real) {
                return twisted(BatchApi.class, real, twist);
            }
        };
    }

    private static Mutation calls(Twist twist) {
        return new Mutation() {
            @Override
            public SyncApi calls(SyncApi real) {
                return twisted(SyncApi.class, real, twist);
            }
        };
    }

    private static <T> T twisted(Class<T> type, T real, Twist twist) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    var all = arguments == null ? new Object[0] : arguments;
                    return twist.around(method.getName(), all, () -> {
                        try {
                            return method.invoke(real, all);
                        } catch (InvocationTargetException e) {
                            throw e.getTargetException();
                        }
                    });
                }));
    }
}
