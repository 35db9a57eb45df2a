package dev.offpeak.simulator.openai;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.offpeak.simulator.ground.Ground;
import dev.offpeak.simulator.http.Ids;
import dev.offpeak.simulator.journal.Entry;
import dev.offpeak.simulator.journal.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/// Uploaded files and batch results: bytes on disk, the rest in memory and in the journal, in order of creation.
///
/// A deleted file is gone for the API at once; its bytes stay until the simulator closes, because a batch may be
/// reading them.
final class FileStore {
    static final Duration BATCH_FILE_LIFE = Duration.ofDays(30);

    private final Path directory;
    private final Journal journal;
    private final Ids ids;
    private final InstantSource clock;
    private final AtomicLong sequence = new AtomicLong();
    private final ConcurrentSkipListMap<Long, StoredFile> files = new ConcurrentSkipListMap<>();
    private final ConcurrentMap<String, Path> bytes = new ConcurrentHashMap<>();

    FileStore(Ground ground) throws IOException {
        this.directory = Files.createDirectories(ground.directory().resolve("files"));
        this.journal = ground.journal();
        this.ids = ground.ids();
        this.clock = ground.clock();
        restore();
    }

    private void restore() throws IOException {
        Set<String> deleted =
                journal.past(Entry.FileDeleted.class).map(Entry.FileDeleted::id).collect(toUnmodifiableSet());
        for (Entry.FileAdded added : journal.past(Entry.FileAdded.class).toList()) {
            StoredFile file = StoredFile.of(added, directory.resolve(added.bytes()));
            bytes.put(file.id(), file.path());
            if (!deleted.contains(file.id())) {
                files.put(sequence.incrementAndGet(), file);
            }
        }
    }

    /// A fresh place for bytes that are to become a file.
    Path scratch() {
        return directory.resolve(ids.next("bytes-"));
    }

    StoredFile add(
            String owner, String filename, String purpose, Path path, Instant createdAt, Optional<Instant> expiresAt)
            throws IOException {
        StoredFile file = new StoredFile(
                ids.next("file-"), owner, filename, purpose, Files.size(path), createdAt, expiresAt, path);
        journal.add(file.entry());
        bytes.put(file.id(), path);
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
        boolean there = find(owner, id).isPresent();
        if (there) {
            journal.add(new Entry.FileDeleted(id));
        }
        return files.values()
                .removeIf(file -> file.id().equals(id) && file.owner().equals(owner));
    }

    /// The bytes of a file, also of one that was deleted meanwhile.
    Path bytes(String id) {
        return Objects.requireNonNull(bytes.get(id), id);
    }

    int count() {
        return files.size();
    }
}
