package dev.offpeak.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.offpeak.wire.job.JobReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobSchemaTest {
    private static final Path DOCS = Path.of("../../docs");

    private final World world = new World();
    private JsonNode schema = new JsonMapper().nullNode();

    @BeforeEach
    void read() throws IOException {
        schema = new JsonMapper().readTree(DOCS.resolve("job.schema.json").toFile());
    }

    @Test
    void the_schema_lists_the_fields_that_are_read() {
        var properties = new TreeSet<String>();
        schema.path("properties").fieldNames().forEachRemaining(properties::add);
        assertThat(properties).isEqualTo(JobReader.FIELDS);
        assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
        assertThat(schema.path("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
    }

    @Test
    void what_the_schema_requires_is_what_is_missed() {
        var required = new TreeSet<String>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        for (var name : JobReader.FIELDS) {
            var job = new JsonMapper().createObjectNode();
            JobReader.FIELDS.stream()
                    .filter(field -> !field.equals(name))
                    .filter(required::contains)
                    .forEach(field -> job.set(field, schema.at("/examples/0/" + field)));
            assertThat(world.answer(Call.post("/v1/jobs", job.toString())).status())
                    .as("without " + name)
                    .isEqualTo(required.contains(name) ? 422 : 202);
        }
    }

    @Test
    void the_schemas_examples_are_jobs() {
        assertThat(schema.path("examples")).isNotEmpty();
        schema.path("examples")
                .forEach(example -> assertThat(world.answer(Call.post("/v1/jobs", example.toString()))
                                .status())
                        .as(example.toString())
                        .isIn(200, 202));
    }

    @Test
    void the_schemas_patterns_hold_what_the_reader_holds() {
        for (var name : new String[] {"label", "group", "id"}) {
            var pattern = Pattern.compile(
                    schema.at("/properties/" + name + "/pattern").asText());
            for (var value : new String[] {"a", "a b/c:d.e-F_9", "<", "", "ü", "x".repeat(128), "x".repeat(129)}) {
                var job = World.job(World.CHAT, ",\"" + name + "\":\"" + value + "\"");
                assertThat(pattern.matcher(value).find())
                        .as(name + " " + value)
                        .isEqualTo(world.answer(Call.post("/v1/jobs", job)).status() == 202);
            }
        }
    }

    @Test
    void the_api_page_names_every_problem_there_is() throws IOException {
        var page = Files.readString(DOCS.resolve("api.md"));
        var types = new TreeSet<String>();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (var file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Pattern.compile("Problem\\.of(?:Field)?\\(\\s*[0-9]{3},\\s*\"([a-z-]+)\"")
                        .matcher(Files.readString(file))
                        .results()
                        .forEach(found -> types.add(found.group(1)));
            }
        }
        assertThat(types)
                .hasSizeGreaterThan(12)
                .allSatisfy(type -> assertThat(page).contains("| `" + type + "` |"));
    }
}
