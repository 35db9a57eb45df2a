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
///
/// @param from the first byte of all pieces together that is sent
/// @param length how many are
record ResultStream(ObjectStore objects, List<ResultParts.Piece> pieces, long from, long length)
        implements Content.Source {
    private static final String WHAT = "a part of the results";

    ResultStream(ObjectStore objects, List<ResultParts.Piece> pieces) {
        this(objects, pieces, 0, Long.MAX_VALUE);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        long skip = from;
        long left = length;
        for (var piece : pieces) {
            long take = Math.min(left, piece.bytes() - skip);
            if (take > 0) {
                send(piece, skip, take, out);
                left -= take;
            }
            skip = Math.max(0, skip - piece.bytes());
        }
    }

    private void send(ResultParts.Piece piece, long offset, long count, OutputStream out) throws IOException {
        try (var in = open(piece, offset, count)) {
            long copied = Pieces.copy(in, out, WHAT);
            if (copied != count) {
                throw new Content.BrokenAnswer(WHAT + " has " + copied + " bytes instead of " + count);
            }
        }
    }

    private InputStream open(ResultParts.Piece piece, long offset, long count) throws IOException {
        try {
            return objects.open(piece.key(), offset, count);
        } catch (FileNotFoundException e) {
            throw new Content.BrokenAnswer(WHAT + " is gone: " + e.getMessage());
        }
    }

    @Override
    public void close() {}
}
