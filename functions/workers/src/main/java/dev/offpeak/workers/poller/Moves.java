package dev.offpeak.workers.poller;

import dev.offpeak.core.batch.Batch;
import dev.offpeak.core.batch.BatchEvent;
import dev.offpeak.core.batch.BatchState;
import dev.offpeak.core.batch.BatchStore;
import dev.offpeak.core.batch.BatchTransitions;
import dev.offpeak.core.pricing.LedgerLine;
import dev.offpeak.core.provider.BatchView;
import dev.offpeak.core.state.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Moves batches: the transition decides, the store makes it true or says that somebody else was faster.
final class Moves {
    private Moves() {}

    static Optional<Batch> move(BatchStore store, Batch batch, BatchEvent event, BatchView.Counts counts, Instant due) {
        return move(store, batch, event, counts, due, List.of());
    }

    static Optional<Batch> move(BatchStore store, Batch batch, BatchEvent event, Instant due, List<LedgerLine> ledger) {
        return move(store, batch, event, batch.counts(), due, ledger);
    }

    private static Optional<Batch> move(
            BatchStore store,
            Batch batch,
            BatchEvent event,
            BatchView.Counts counts,
            Instant due,
            List<LedgerLine> ledger) {
        if (BatchTransitions.on(batch.state(), event) instanceof Step.Moved<BatchState>(var to)) {
            var next = batch.with(to, counts, due);
            return store.replace(next, ledger).isDone() ? Optional.of(next) : Optional.empty();
        }
        return Optional.empty();
    }
}
