package dev.offpeak.simulator.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.http.Json;
import dev.offpeak.simulator.journal.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// A file of one API key.
record StoredFile(
        String id,
        String owner,
        String filename,
        String purpose,
        long bytes,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Path path) {

    static StoredFile of(Entry.FileAdded added, Path path) throws IOException {
        return new StoredFile(
                added.id(),
                added.owner(),
                added.filename(),
                added.purpose(),
                Files.size(path),
                added.createdAt(),
                Optional.ofNullable(added.expiresAt()),
                path);
    }

    Entry.FileAdded entry() {
        return new Entry.FileAdded(
                id, owner, filename, purpose, path.getFileName().toString(), createdAt, expiresAt.orElse(null));
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object()
                .put("id", id)
                .put("object", "file")
                .put("bytes", bytes)
                .put("created_at", createdAt.getEpochSecond())
                .put("filename", filename)
                .put("purpose", purpose)
                .put("status", "processed")
                .putNull("status_details");
        expiresAt.ifPresentOrElse(at -> json.put("expires_at", at.getEpochSecond()), () -> json.putNull("expires_at"));
        return json;
    }
}
