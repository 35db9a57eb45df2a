package dev.offpeak.core.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Bytes by key. Objects are never changed once written.
public interface ObjectStore {
    /// @return false when an object of that key exists already; it is left as it is
    boolean putIfAbsent(String key, byte[] bytes) throws IOException;

    /// Copies a stream of unknown length in bounded memory. The object appears whole or not at all; one that exists
    /// already is left as it is.
    ///
    /// @return the number of bytes the object has
    long copy(String key, InputStream from) throws IOException;

    /// @throws java.io.FileNotFoundException when there is no such object
    InputStream open(String key, long offset, long length) throws IOException;

    Optional<Long> size(String key) throws IOException;

    default byte[] read(String key, long offset, int length) throws IOException {
        try (var in = open(key, offset, length)) {
            var bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new IOException("object " + key + " ends before " + (offset + length));
            }
            return bytes;
        }
    }
}
