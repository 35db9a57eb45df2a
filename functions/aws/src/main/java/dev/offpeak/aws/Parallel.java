package dev.offpeak.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// Makes several blocking calls at once, never more than `width`, and answers in the order of the questions.
record Parallel(int width) {
    Parallel {
        if (width < 1) {
            throw new IllegalArgumentException("width " + width + " is not positive");
        }
    }

    <A, B> List<B> map(List<A> asked, Function<A, B> call) {
        if (asked.size() <= 1) {
            return asked.stream().map(call).toList();
        }
        var turns = new Semaphore(width);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<B>>(asked.size());
            for (var one : asked) {
                answers.add(threads.submit(() -> {
                    turns.acquire();
                    try {
                        return call.apply(one);
                    } finally {
                        turns.release();
                    }
                }));
            }
            return answers.stream().map(Parallel::await).toList();
        }
    }

    /// Runs of at most `size`, in order.
    static <A> List<List<A>> chunks(List<A> all, int size) {
        var chunks = new ArrayList<List<A>>();
        for (int i = 0; i < all.size(); i += size) {
            chunks.add(all.subList(i, Math.min(all.size(), i + size)));
        }
        return chunks;
    }

    static <B> B await(Future<B> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for AWS", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException broken) {
                throw broken;
            }
            throw new IllegalStateException("a call to AWS broke", e.getCause());
        }
    }
}
