package dev.offpeak.wire.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.atomic.AtomicReference;

/// A payload while it is being sent. Closing releases its stream however the call went: the HTTP client itself closes
/// only what it has read to the end.
final class OpenBody implements AutoCloseable {
    private final Payload payload;
    private final AtomicReference<InputStream> stream = new AtomicReference<>(InputStream.nullInputStream());

    OpenBody(Payload payload) {
        this.payload = payload;
    }

    BodyPublisher publisher() {
        return switch (payload) {
            case Payload.Bytes(var array, int offset, int count)
            when count > 0 -> BodyPublishers.ofByteArray(array, offset, count);
            case Payload.Bytes none -> BodyPublishers.noBody();
            case Payload.Streamed(long length, var source)
            when length > 0 -> BodyPublishers.ofInputStream(() -> open(source));
            case Payload.Streamed none -> BodyPublishers.noBody();
        };
    }

    private InputStream open(Payload.Source source) {
        try {
            var opened = source.open();
            stream.set(opened);
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the request body", e);
        }
    }

    @Override
    public void close() {
        try {
            stream.get().close();
        } catch (IOException e) {
            // it was only read; the call's outcome says how far that went
        }
    }
}
