package dev.offpeak.gateway.batchapi;

import static dev.offpeak.gateway.batchapi.Answers.refused;

import dev.offpeak.core.id.CallerIds.Kind;
import dev.offpeak.core.surface.CallerBatch;
import dev.offpeak.core.surface.Refusal;
import dev.offpeak.gateway.http.ByteRange;
import dev.offpeak.gateway.http.Content;
import dev.offpeak.gateway.http.HttpRequest;
import dev.offpeak.gateway.http.HttpResponse;
import java.io.IOException;
import java.util.Map;

/// The results of an ended batch, or the range of them that is asked for.
final class ReadResults {
    /// What one answer carries: Lambda ends a stream at 200 MB, and does not say so.
    private static final long MOST = 190_000_000;

    private final Shelf shelf;

    ReadResults(Shelf shelf) {
        this.shelf = shelf;
    }

    HttpResponse answer(Desk desk, CallerBatch batch, Kind sheet, HttpRequest request) throws IOException {
        var parts = shelf.parts(batch);
        long size = parts.bytes(sheet);
        return switch (ByteRange.of(request.header("range"), size)) {
            case ByteRange.Whole whole when size > MOST -> refused(desk, new Refusal.ResultsTooLarge(size, MOST));
            case ByteRange.Whole whole -> passing(desk, 200, new ResultStream(shelf.objects(), parts.of(sheet)));
            case ByteRange.Some range -> {
                var some = range.clipped(MOST);
                yield passing(desk, 206, new ResultStream(shelf.objects(), parts.of(sheet), some.from(), some.length()))
                        .with("Content-Range", some.of(size));
            }
            case ByteRange.Outside outside ->
                refused(desk, new Refusal.NoSuchRange(size)).with("Content-Range", "bytes */" + size);
        };
    }

    private static HttpResponse passing(Desk desk, int status, ResultStream results) {
        return new HttpResponse(
                status,
                Map.of("Content-Type", desk.surface().resultsType(), "Accept-Ranges", "bytes"),
                new Content.Passing(results));
    }
}
