package dev.offpeak.workers;

import dev.offpeak.core.job.KeyStore;
import dev.offpeak.core.provider.BatchApi.CreateOutcome;
import dev.offpeak.core.provider.BatchApi.UploadOutcome;
import dev.offpeak.core.provider.ProviderFailure;
import dev.offpeak.core.provider.SyncApi.SyncOutcome;
import dev.offpeak.core.store.Write;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Stands before every port and makes one effect of a run go wrong, the `nth`.
public final class Effects {
    /// What goes wrong.
    public enum How {
        /// Not done, and said so.
        REFUSED,
        /// Done, and said not to be.
        REPLY_LOST,
        /// Of many done at once, every second is said not to be.
        HALF_LOST,
        /// The process dies, the effect is not done.
        DIES_BEFORE,
        /// The process dies, the effect is done.
        DIES_AFTER
    }

    /// An error, so that nothing which goes on after a failure goes on after this.
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;

        Death(String effect) {
            super("died at " + effect);
        }
    }

    private static final Set<String> EFFECTS = Set.of(
            "insert",
            "apply",
            "commit",
            "putIfAbsent",
            "copy",
            "adopt",
            "replace",
            "create",
            "send",
            "call",
            "put",
            "claim");

    /// Whether who loses an insert is not told to what.
    public boolean forgetRows;

    private int nth = Integer.MAX_VALUE;
    private How how = How.REFUSED;
    private int seen;
    private boolean dead;
    private boolean fired;
    private String victim = "nothing";
    private int largest;
    private boolean quiet;

    public synchronized void fail(int which, How mode) {
        nth = which;
        how = mode;
        seen = 0;
    }

    public synchronized boolean fired() {
        return fired;
    }

    public synchronized String victim() {
        return victim;
    }

    /// Nothing goes wrong in here, and nothing is counted.
    public void quietly(Runnable part) {
        quiet = true;
        part.run();
        quiet = false;
    }

    /// The most ledger lines that one write carried.
    public int mostLedgerLines() {
        return largest;
    }

    /// A new process, which the same effect does not kill again.
    public synchronized void restart() {
        dead = false;
    }

    public <T> T on(Class<T> port, T real) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (proxy, method, arguments) -> invoke(real, method, arguments == null ? new Object[0] : arguments)));
    }

    private @Nullable Object invoke(Object real, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("replace") && arguments.length == 2 && arguments[1] instanceof List<?> lines) {
            largest = Math.max(largest, lines.size());
        }
        if (forgetRows && method.getName().equals("insert")) {
            return ((List<?>) java.util.Objects.requireNonNull(carryOut(real, method, arguments)))
                    .stream()
                            .map(write -> write instanceof Write.Lost ? Write.lost() : write)
                            .toList();
        }
        var effect = method.getDeclaringClass().getSimpleName() + "." + method.getName();
        if (!EFFECTS.contains(method.getName()) || !isVictim(effect, arguments)) {
            return carryOut(real, method, arguments);
        }
        switch (how) {
            case REFUSED -> {
                return refusal(method, arguments);
            }
            case REPLY_LOST -> {
                carryOut(real, method, arguments);
                return lost(method, arguments);
            }
            case HALF_LOST -> {
                return half(carryOut(real, method, arguments), lost(method, arguments));
            }
            case DIES_BEFORE -> die();
            case DIES_AFTER -> {
                carryOut(real, method, arguments);
                die();
            }
        }
        throw new Death(effect);
    }

    private static @Nullable Object half(@Nullable Object done, Object lost) {
        if (!(done instanceof List<?> some) || !(lost instanceof List<?> others)) {
            return lost;
        }
        var mixed = new ArrayList<Object>(some);
        for (int i = 1; i < mixed.size(); i += 2) {
            mixed.set(i, others.get(i));
        }
        return mixed;
    }

    private synchronized boolean isVictim(String effect, Object[] arguments) {
        if (dead) {
            throw new Death(effect);
        }
        int size = arguments[0] instanceof Collection<?> many ? many.size() : 1;
        if (size == 0 || (how == How.HALF_LOST && size == 1)) {
            return false;
        }
        if (quiet) {
            return false;
        }
        seen++;
        if (seen != nth) {
            return false;
        }
        fired = true;
        victim = effect + " (no. " + nth + ", " + how + ")";
        return true;
    }

    private synchronized void die() {
        dead = true;
    }

    private static @Nullable Object carryOut(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private static Object refusal(Method method, Object[] arguments) throws IOException {
        var type = method.getReturnType();
        if (type == CreateOutcome.class) {
            return new CreateOutcome.NotNow(new ProviderFailure(429, "injected", "not now"));
        }
        if (type == SyncOutcome.class) {
            return new SyncOutcome.NotSent("injected");
        }
        return failure(method, arguments);
    }

    private static Object lost(Method method, Object[] arguments) throws IOException {
        var type = method.getReturnType();
        if (type == CreateOutcome.class) {
            return new CreateOutcome.InDoubt("injected");
        }
        if (type == SyncOutcome.class) {
            return new SyncOutcome.InDoubt("injected");
        }
        return failure(method, arguments);
    }

    private static Object failure(Method method, Object[] arguments) throws IOException {
        var type = method.getReturnType();
        if (type == Write.class) {
            return new Write.NotDone<>("injected");
        }
        if (method.getDeclaringClass() == KeyStore.class) {
            throw new IllegalStateException("injected");
        }
        if (type == List.class && arguments[0] instanceof List<?> asked) {
            return asked.stream()
                    .map(item -> method.getName().equals("send") ? (Object) false : new Write.NotDone<>("injected"))
                    .toList();
        }
        if (type == UploadOutcome.class) {
            return new UploadOutcome.Unavailable(new ProviderFailure(503, "injected", "no", Optional.empty()));
        }
        throw new IOException("injected");
    }
}
