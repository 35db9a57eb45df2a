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
        return payload.length() == 0 ? BodyPublishers.noBody() : BodyPublishers.ofInputStream(this::open);
    }

    private InputStream open() {
        try {
            var opened = payload.source().open();
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
