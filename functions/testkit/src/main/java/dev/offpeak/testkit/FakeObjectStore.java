package dev.offpeak.testkit;

import dev.offpeak.core.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Objects in memory.
public final class FakeObjectStore implements ObjectStore {
    private final ConcurrentMap<String, byte[]> objects = new ConcurrentHashMap<>();

    @Override
    public boolean putIfAbsent(String key, byte[] bytes) {
        return objects.putIfAbsent(key, bytes.clone()) == null;
    }

    @Override
    public long copy(String key, InputStream from) throws IOException {
        var bytes = from.readAllBytes();
        var standing = objects.putIfAbsent(key, bytes);
        return standing == null ? bytes.length : standing.length;
    }

    @Override
    public InputStream open(String key, long offset, long length) throws IOException {
        var bytes = objects.get(key);
        if (bytes == null) {
            throw new FileNotFoundException("no object " + key);
        }
        int start = (int) Math.min(offset, bytes.length);
        return new ByteArrayInputStream(bytes, start, (int) Math.min(length, bytes.length - start));
    }

    @Override
    public Optional<Long> size(String key) {
        return Optional.ofNullable(objects.get(key)).map(bytes -> (long) bytes.length);
    }

    public SortedSet<String> keys() {
        return new TreeSet<>(objects.keySet());
    }

    /// As a bucket's rule does.
    public void lose(String key) {
        objects.remove(key);
    }
}
