package dev.offpeak.gateway;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// The published schema of a job.
final class JobSchema {
    static final Path FILE = Path.of("../../docs/job.schema.json");

    private JobSchema() {}

    static ObjectNode read() {
        try {
            return (ObjectNode) new JsonMapper().readTree(FILE.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As a part of another document, which has its own dialect and address.
    static ObjectNode embedded() {
        var schema = read();
        schema.remove("$schema");
        schema.remove("$id");
        return schema;
    }
}
