package dev.offpeak.gateway.batchapi;

import dev.offpeak.core.id.CallerIds;
import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.core.surface.CallerBatch;
import dev.offpeak.gateway.http.Content;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The results of a batch on their way to its caller, part by part.
///
/// @param bytes how many there are
record ResultStream(ObjectStore objects, CallerBatch batch, CallerIds.Kind sheet, long bytes)
        implements Content.Source {
    private static final int PIECE = 64 * 1024;
    private static final long WHOLE = Long.MAX_VALUE / 2;

    @Override
    public void writeTo(OutputStream out) throws IOException {
        long written = 0;
        var piece = new byte[PIECE];
        for (int part = 0; part < batch.course().made().parts(); part++) {
            try (var in = objects.open(Keys.results(batch, sheet, part), 0, WHOLE)) {
                for (int read = next(in, piece); read >= 0; read = next(in, piece)) {
                    out.write(piece, 0, read);
                    written += read;
                }
            } catch (FileNotFoundException e) {
                // all lines of this part are in the other file
                continue;
            }
            out.flush();
        }
        if (written != bytes) {
            throw new Content.BrokenAnswer("the results have " + written + " bytes instead of " + bytes);
        }
    }

    private static int next(InputStream in, byte[] piece) throws IOException {
        try {
            return in.read(piece);
        } catch (IOException e) {
            throw new Content.BrokenAnswer("the results broke off: " + e.getMessage());
        }
    }

    @Override
    public void close() {}
}
