package dev.offpeak.simulator.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offpeak.simulator.http.Json;
import java.nio.file.Path;

/// What a message batch was created with.
///
/// @param rows its requests on disk, one JSON object per line
/// @param results where its results go
record MessageBatch(int size, ApiVersion version, Path rows, Path results) {

    static MessageBatch of(String id, int size, ApiVersion version, Path folder) {
        return new MessageBatch(size, version, rows(folder, id), folder.resolve(id + ".results.jsonl"));
    }

    static MessageBatch of(String id, JsonNode details, Path folder) {
        ApiVersion version = ApiVersion.valueOf(details.path("version").asText());
        return of(id, details.path("size").asInt(), version, folder);
    }

    /// Where the requests of a batch lie.
    static Path rows(Path folder, String id) {
        return folder.resolve(id + ".requests.jsonl");
    }

    /// For the journal.
    ObjectNode details() {
        return Json.object().put("size", size).put("version", version.name());
    }
}
