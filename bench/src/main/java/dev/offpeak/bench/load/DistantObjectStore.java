package dev.offpeak.bench.load;

import dev.offpeak.core.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/// Another object store, so far away that every call waits before its first byte, as with S3.
public record DistantObjectStore(ObjectStore store, Duration latency) implements ObjectStore {
    @Override
    public boolean putIfAbsent(String key, byte[] bytes) throws IOException {
        travel();
        return store.putIfAbsent(key, bytes);
    }

    @Override
    public long copy(String key, InputStream from) throws IOException {
        travel();
        return store.copy(key, from);
    }

    @Override
    public InputStream open(String key, long offset, long length) throws IOException {
        travel();
        return store.open(key, offset, length);
    }

    @Override
    public Optional<Long> size(String key) throws IOException {
        travel();
        return store.size(key);
    }

    private void travel() throws IOException {
        try {
            Thread.sleep(latency);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted on the way", e);
        }
    }
}
