package dev.offpeak.simulation;

import dev.offpeak.core.store.Write;
import dev.offpeak.simulation.Mischief.Effect;
import dev.offpeak.simulation.Mischief.Fault;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Stands before the stores and queues: every effect takes its time, and goes wrong when the mischief says so.
final class Faults {
    private static final Set<String> READS = Set.of("find", "open", "claimedBefore", "due", "ofTenant", "read", "size");

    /// Answered from an index that follows the table after a moment.
    private static final Set<String> LAGGING = Set.of("SegmentStore.open", "SegmentStore.claimedBefore");

    private static final Duration LONGEST_LAG = Duration.ofSeconds(10);

    private record Seen(Instant at, Object answer) {}

    private final Stage stage;
    private final VirtualTime time;
    private final Mischief mischief;
    private final Trace trace;
    private final BiConsumer<String, Object[]> written;
    private final Map<String, Seen> seen = new HashMap<>();

    /// @param written told of every effect that was carried out, with its arguments
    Faults(Stage stage, VirtualTime time, Mischief mischief, Trace trace, BiConsumer<String, Object[]> written) {
        this.stage = stage;
        this.time = time;
        this.mischief = mischief;
        this.trace = trace;
        this.written = written;
    }

    <T> T before(Class<T> port, T real) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (proxy, method, arguments) ->
                        invoke(port.getSimpleName(), real, method, arguments == null ? new Object[0] : arguments)));
    }

    private @Nullable Object invoke(String port, Object real, Method method, Object[] arguments) throws Throwable {
        var effect = effect(port, method, arguments);
        if (effect.many() == 0) {
            return carryOut(real, method, arguments);
        }
        var fault = mischief.fault(effect);
        stage.pass(mischief.latency(effect));
        var outcome = apply(effect, fault, real, method, arguments);
        trace.say(
                stage.who(),
                () -> effect.name() + Told.of(arguments) + (fault == Fault.NONE ? "" : " [" + fault + "]") + " -> "
                        + Told.of(outcome));
        if (fault == Fault.FREEZES) {
            stage.freeze(mischief.freeze());
        }
        return outcome;
    }

    private @Nullable Object apply(Effect effect, Fault fault, Object real, Method method, Object[] arguments)
            throws Throwable {
        return switch (fault) {
            case NONE, FREEZES -> answered(effect, real, method, arguments);
            case REFUSED -> failure(effect, method, arguments);
            case REPLY_LOST -> {
                carriedOut(effect, real, method, arguments);
                yield failure(effect, method, arguments);
            }
            case HALF_LOST ->
                half(carriedOut(effect, real, method, arguments), () -> failure(effect, method, arguments));
            case DIES_BEFORE -> throw stage.die("before " + effect.name());
            case DIES_AFTER -> {
                carriedOut(effect, real, method, arguments);
                throw stage.die("after " + effect.name());
            }
        };
    }

    private static Effect effect(String port, Method method, Object[] arguments) {
        boolean changes = !READS.contains(method.getName());
        int many = arguments.length > 0 && arguments[0] instanceof Collection<?> all ? all.size() : 1;
        return new Effect(port + "." + method.getName(), changes, many);
    }

    private @Nullable Object answered(Effect effect, Object real, Method method, Object[] arguments) throws Throwable {
        if (!LAGGING.contains(effect.name())) {
            return carriedOut(effect, real, method, arguments);
        }
        var old = seen.get(effect.name());
        if (old != null && mischief.lags() && old.at().plus(LONGEST_LAG).isAfter(time.now())) {
            return old.answer();
        }
        var answer = carriedOut(effect, real, method, arguments);
        if (answer != null) {
            seen.put(effect.name(), new Seen(time.now(), answer));
        }
        return answer;
    }

    private @Nullable Object carriedOut(Effect effect, Object real, Method method, Object[] arguments)
            throws Throwable {
        var outcome = carryOut(real, method, arguments);
        if (effect.changes()) {
            written.accept(effect.name(), arguments);
        }
        return outcome;
    }

    private static @Nullable Object carryOut(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private interface Failing {
        Object get() throws IOException;
    }

    private static Object half(@Nullable Object done, Failing failure) throws IOException {
        if (!(done instanceof List<?> some) || !(failure.get() instanceof List<?> lost)) {
            return failure.get();
        }
        var mixed = new ArrayList<Object>(some);
        for (int i = 1; i < mixed.size(); i += 2) {
            mixed.set(i, lost.get(i));
        }
        return mixed;
    }

    /// In the form the adapters give it.
    private static Object failure(Effect effect, Method method, Object[] arguments) throws IOException {
        var type = method.getReturnType();
        if (type == Write.class) {
            return new Write.NotDone<>("injected");
        }
        if (effect.changes() && type == List.class && arguments[0] instanceof List<?> asked) {
            return asked.stream()
                    .map(item -> method.getName().equals("send") ? (Object) false : new Write.NotDone<>("injected"))
                    .toList();
        }
        for (var declared : method.getExceptionTypes()) {
            if (declared.isAssignableFrom(FileNotFoundException.class)) {
                throw new IOException("injected", new Injected(effect.name()));
            }
        }
        throw new Injected(effect.name());
    }
}
