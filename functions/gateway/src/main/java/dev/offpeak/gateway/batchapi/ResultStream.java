package dev.offpeak.gateway.batchapi;

import dev.offpeak.core.id.CallerIds;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.core.surface.CallerBatch;
import dev.offpeak.gateway.http.Content;
import dev.offpeak.gateway.http.Pieces;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;

/// The results of a batch on their way to its caller, part by part.
///
/// @param bytes how many there are
record ResultStream(ObjectStore objects, CallerBatch batch, CallerIds.Kind sheet, long bytes)
        implements Content.Source {
    private static final long WHOLE = Long.MAX_VALUE / 2;

    @Override
    public void writeTo(OutputStream out) throws IOException {
        long written = 0;
        for (int part = 0; part < batch.course().made().parts(); part++) {
            try (var in = objects.open(Keys.results(batch, sheet, part), 0, WHOLE)) {
                written += Pieces.copy(in, out, "a part of the results");
            } catch (FileNotFoundException e) {
                // all lines of this part are in the other file
                continue;
            }
        }
        if (written != bytes) {
            throw new Content.BrokenAnswer("the results have " + written + " bytes instead of " + bytes);
        }
    }

    @Override
    public void close() {}
}
