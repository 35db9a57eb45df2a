package dev.offpeak.simulator.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.http.Json;
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
