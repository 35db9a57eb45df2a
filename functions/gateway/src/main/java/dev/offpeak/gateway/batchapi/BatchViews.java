package dev.offpeak.gateway.batchapi;

import dev.offpeak.core.id.CallerIds.Kind;
import dev.offpeak.core.surface.BatchView;
import dev.offpeak.core.surface.CallerBatch;
import dev.offpeak.core.surface.CallerBatch.Phase;
import dev.offpeak.gateway.http.HttpRequest;
import java.util.Optional;

/// Batches with the ids and the address their caller knows.
final class BatchViews {
    private BatchViews() {}

    static BatchView of(Desk desk, CallerBatch batch, boolean fresh, HttpRequest request) {
        var made = batch.course().made();
        return new BatchView(
                batch,
                desk.id(Kind.BATCH, batch.name()),
                fresh,
                file(desk, batch, Kind.OUTPUT, made.outputBytes()),
                file(desk, batch, Kind.ERRORS, made.errorBytes()),
                request.root() + "/" + desk.provider().id());
    }

    private static Optional<String> file(Desk desk, CallerBatch batch, Kind kind, long bytes) {
        return batch.phase() == Phase.ENDED && batch.what().input().isPresent() && bytes > 0
                ? Optional.of(desk.id(kind, batch.name()))
                : Optional.empty();
    }
}
