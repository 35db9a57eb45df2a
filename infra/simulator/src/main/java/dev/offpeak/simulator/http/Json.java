package dev.offpeak.simulator.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;

/// The one way JSON is read and written here.
public final class Json {
    // A prompt may be one string of many megabytes; Jackson's default stops at 20 MB.
    private static final StreamReadConstraints ROOMY =
            StreamReadConstraints.builder().maxStringLength(300_000_000).build();
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(ROOMY)
            // a request body is read on after its JSON, to the end of the exchange
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    public static final ObjectMapper MAPPER = new JsonMapper(FACTORY);
    private static final ObjectMapper SORTED = JsonMapper.builder(FACTORY.copy())
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .build();

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    public static byte[] bytes(JsonNode node) {
        return write(MAPPER, node);
    }

    /// The same bytes for the same content, whatever order the caller wrote the properties in.
    public static byte[] canonical(JsonNode node) {
        return write(SORTED, node);
    }

    private static byte[] write(ObjectMapper mapper, JsonNode node) {
        try {
            return mapper.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
