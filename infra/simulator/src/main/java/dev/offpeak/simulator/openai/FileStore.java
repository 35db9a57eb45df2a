package dev.offpeak.simulator.openai;

import dev.offpeak.simulator.http.Ids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/// Uploaded files and batch results: bytes on disk, the rest in memory, in order of creation.
///
/// A deleted file is gone for the API at once; its bytes stay until the simulator closes, because a batch may be
/// reading them.
final class FileStore {
    static final Duration BATCH_FILE_LIFE = Duration.ofDays(30);

    private final Path directory;
    private final Ids ids;
    private final InstantSource clock;
    private final AtomicLong sequence = new AtomicLong();
    private final ConcurrentSkipListMap<Long, StoredFile> files = new ConcurrentSkipListMap<>();

    FileStore(Path directory, Ids ids, InstantSource clock) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.ids = ids;
        this.clock = clock;
    }

    /// A fresh place for bytes that are to become a file.
    Path scratch() {
        return directory.resolve(ids.next("bytes-"));
    }

    StoredFile add(
            String owner, String filename, String purpose, Path bytes, Instant createdAt, Optional<Instant> expiresAt)
            throws IOException {
        StoredFile file = new StoredFile(
                ids.next("file-"), owner, filename, purpose, Files.size(bytes), createdAt, expiresAt, bytes);
        files.put(sequence.incrementAndGet(), file);
        return file;
    }

    Optional<StoredFile> find(String owner, String id) {
        return list(owner).stream().filter(file -> file.id().equals(id)).findFirst();
    }

    /// The owner's files, oldest first.
    List<StoredFile> list(String owner) {
        Instant now = clock.instant();
        return files.values().stream()
                .filter(file -> file.owner().equals(owner))
                .filter(file ->
                        file.expiresAt().isEmpty() || file.expiresAt().get().isAfter(now))
                .toList();
    }

    boolean delete(String owner, String id) {
        return files.values()
                .removeIf(file -> file.id().equals(id) && file.owner().equals(owner));
    }

    int count() {
        return files.size();
    }
}
