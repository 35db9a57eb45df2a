package dev.offpeak.gateway.batchapi;

import dev.offpeak.core.store.ObjectStore;
import dev.offpeak.gateway.http.Content;
import dev.offpeak.gateway.http.Pieces;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/// The results of a batch on their way to its caller, object by object.
record ResultStream(ObjectStore objects, List<ResultParts.Piece> pieces) implements Content.Source {
    private static final String WHAT = "a part of the results";

    @Override
    public void writeTo(OutputStream out) throws IOException {
        for (var piece : pieces) {
            try (var in = open(piece)) {
                long copied = Pieces.copy(in, out, WHAT);
                if (copied != piece.bytes()) {
                    throw new Content.BrokenAnswer(
                            WHAT + " has " + copied + " bytes instead of " + piece.bytes());
                }
            }
        }
    }

    private InputStream open(ResultParts.Piece piece) throws IOException {
        try {
            return objects.open(piece.key(), 0, piece.bytes());
        } catch (FileNotFoundException e) {
            throw new Content.BrokenAnswer(WHAT + " is gone: " + e.getMessage());
        }
    }

    @Override
    public void close() {}
}
