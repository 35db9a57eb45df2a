package dev.offpeak.gateway.batchapi;

import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.core.store.Write;
import dev.offpeak.core.surface.CallerBatch;
import dev.offpeak.core.surface.CallerBatchStore;
import dev.offpeak.core.surface.CallerFileStore;
import dev.offpeak.core.surface.Outcome;
import dev.offpeak.core.surface.Progress;
import java.io.FileNotFoundException;
import java.io.IOException;

/// Callers' batches and files, rows and bytes.
public record Shelf(CallerBatchStore batches, CallerFileStore files, ObjectStore objects) {
    /// The row as it stands now: `next`, or what somebody quicker has made of it.
    CallerBatch save(CallerBatch next) throws IOException {
        return switch (batches.replace(next)) {
            case Write.Done<CallerBatch> done -> next;
            case Write.Lost<CallerBatch>(var current) ->
                current.or(() -> batches.find(next.name())).orElse(next);
            case Write.NotDone<CallerBatch>(var why) ->
                throw new IOException("batch " + next.name() + " was not written: " + why);
        };
    }

    Progress progress(CallerBatch batch) throws IOException {
        int lines = batch.what().lines();
        var object = batch.course().progress();
        if (object.isEmpty()) {
            return Progress.of(lines);
        }
        try {
            return Progress.read(lines, read(object.get()));
        } catch (FileNotFoundException e) {
            // what it remembered can be seen again, but for the lines that never had a row
            return unsent(roster(batch));
        }
    }

    private static Progress unsent(Roster roster) {
        var progress = Progress.of(roster.entries().size());
        for (int line = 0; line < roster.entries().size(); line++) {
            if (roster.entries().get(line).refusal().isPresent()) {
                progress.end(line, Outcome.ERRORED);
            }
        }
        return progress;
    }

    Roster roster(CallerBatch batch) throws IOException {
        return Roster.read(read(Keys.roster(batch)));
    }

    ResultParts parts(CallerBatch batch) throws IOException {
        var object = batch.course().made().parts();
        return object.isEmpty() ? ResultParts.NONE : ResultParts.read(read(object.get()));
    }

    byte[] read(String key) throws IOException {
        var size = objects.size(key).orElseThrow(() -> new FileNotFoundException("no object " + key));
        return objects.read(key, 0, Math.toIntExact(size));
    }
}
