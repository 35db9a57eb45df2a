package dev.offpeak.gateway.batchapi;

import dev.offpeak.core.surface.CallerBatch;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;

/// Takes back a batch that the queue may have in part: its caller is told that there is none, and sends it again.
///
/// It is called off first, in its row: whatever dies then leaves a batch that its owner sees, and that every look
/// withdraws further. It is out of sight once no line of it can run any more.
final class TakeBack {
    private static final Logger LOG = System.getLogger(TakeBack.class.getName());

    /// While the caller waits.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int TRIES = 3;

    private final Shelf shelf;
    private final WithdrawLines withdraw;
    private final InstantSource clock;

    TakeBack(Shelf shelf, WithdrawLines withdraw, InstantSource clock) {
        this.shelf = shelf;
        this.withdraw = withdraw;
        this.clock = clock;
    }

    /// @return whether no line of it will run
    boolean takeBack(Desk desk, CallerBatch batch) {
        var until = clock.instant().plus(PATIENCE);
        for (int i = 0; i < TRIES; i++) {
            try {
                var off = shelf.save(batch.with(batch.course().canceledAt(clock.instant())));
                var progress = shelf.progress(batch);
                withdraw.withdraw(desk, off, progress, until);
                if (progress.isWhole()) {
                    hide(off);
                    return true;
                }
            } catch (IOException | RuntimeException e) {
                LOG.log(
                        Level.WARNING,
                        "batch {0} is not taken back yet: {1}: {2}",
                        batch.name(),
                        e.getClass().getSimpleName(),
                        e.getMessage());
            }
        }
        return false;
    }

    /// Where that fails it is seen as called off, which it is.
    private void hide(CallerBatch batch) throws IOException {
        var _ = shelf.save(batch.with(batch.course().asHidden()));
    }
}
