package dev.offpeak.aws;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/// Repeats a write that met a transaction on the same item. DynamoDB refuses instead of queueing, the SDK does not
/// repeat such refusals, and a busy ledger line meets them all the time.
final class Conflicts {
    private static final int TRIES = 8;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);

    private Conflicts() {}

    static <A> A repeat(Supplier<A> write) {
        for (int tries = 1; ; tries++) {
            try {
                return write.get();
            } catch (TransactionConflictException e) {
                pauseOrGiveUp(tries, e);
            } catch (TransactionCanceledException e) {
                if (!isConflictOnly(e)) {
                    throw e;
                }
                pauseOrGiveUp(tries, e);
            }
        }
    }

    private static boolean isConflictOnly(TransactionCanceledException e) {
        return e.cancellationReasons().stream().anyMatch(reason -> "TransactionConflict".equals(reason.code()))
                && e.cancellationReasons().stream()
                        .allMatch(reason -> reason.code() == null
                                || reason.code().equals("None")
                                || reason.code().equals("TransactionConflict"));
    }

    // doubling and spread at random, so that those who collided do not meet again; a second in all at most
    private static void pauseOrGiveUp(int tries, RuntimeException conflict) {
        if (tries == TRIES) {
            throw conflict;
        }
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(FIRST_PAUSE.toMillis() << tries));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw conflict;
        }
    }
}
