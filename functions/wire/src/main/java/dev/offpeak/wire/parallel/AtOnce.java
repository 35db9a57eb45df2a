package dev.offpeak.wire.parallel;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// Does the same for many things, each a round trip of its own, some of them at once.
///
/// @param width how many at once; what is done alone is done in place, without a thread
public record AtOnce(int width) {
    public AtOnce {
        if (width < 1) {
            throw new IllegalArgumentException("width " + width + " is not positive");
        }
    }

    /// @return the results in the order of `items`; the first that failed fails all, when all are through
    public <T, R> List<R> map(List<T> items, Function<T, R> each) {
        if (width == 1 || items.size() <= 1) {
            return items.stream().map(each).toList();
        }
        var gate = new Semaphore(width);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = items.stream()
                    .map(item -> threads.submit(gated(gate, () -> each.apply(item))))
                    .toList();
            return calls.stream().map(AtOnce::await).toList();
        }
    }

    private static <R> Callable<R> gated(Semaphore gate, Callable<R> call) {
        return () -> {
            gate.acquire();
            try {
                return call.call();
            } finally {
                gate.release();
            }
        };
    }

    /// @return what came of it; what it threw is thrown here
    public static <R> R await(Future<R> call) {
        try {
            return call.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for others", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException("one of many failed", e);
        }
    }
}
