package dev.offpeak.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.offpeak.core.batch.BatchState;
import dev.offpeak.core.job.Answer;
import dev.offpeak.core.job.Ending;
import dev.offpeak.core.job.JobRow;
import dev.offpeak.core.job.JobState;
import dev.offpeak.core.pricing.Cost;
import dev.offpeak.core.pricing.Usage;
import dev.offpeak.core.provider.Body;
import dev.offpeak.gateway.http.ProblemType;
import dev.offpeak.testkit.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class OpenApiTest {
    private static final Path DOCS = Path.of("../../docs");
    private static final Path WRITTEN = DOCS.resolve("openapi.json");

    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNode DOCUMENT = OpenApi.document();

    private final World world = new World();

    @Test
    void the_written_document_is_what_the_code_says() throws IOException {
        var indent = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter().withObjectIndenter(indent).withArrayIndenter(indent);
        var text = JSON.writer(printer).writeValueAsString(DOCUMENT) + "\n";
        if (Boolean.getBoolean("openapi.write")) {
            Files.writeString(WRITTEN, text);
        }
        assertThat(Files.readString(WRITTEN))
                .as("docs/openapi.json; write it anew with -Dopenapi.write=true")
                .isEqualTo(text);
    }

    @Test
    void the_gateway_serves_the_documents_in_docs_to_everybody() throws IOException {
        var closed = new World(Tenants.Keyed.parse(""));
        assertThat(closed.answer(Call.get("/v1/openapi.json")).body().text()).isEqualTo(Files.readString(WRITTEN));
        var schema = closed.answer(Call.get("/v1/job.schema.json"));
        assertThat(schema.body().text()).isEqualTo(Files.readString(JobSchema.FILE));
        assertThat(schema.headers()).containsEntry("Content-Type", "application/schema+json");
    }

    @Test
    void references_lead_somewhere_and_operations_have_names_of_their_own() {
        var references = DOCUMENT.findValuesAsText("$ref");
        assertThat(references)
                .hasSizeGreaterThan(20)
                .allSatisfy(reference -> assertThat(
                                DOCUMENT.at(reference.substring(1)).isObject())
                        .as(reference)
                        .isTrue());
        assertThat(DOCUMENT.path("paths").findValuesAsText("operationId")).doesNotHaveDuplicates();
    }

    static List<OpenApi.DropInRoute> dropIns = OpenApi.DROP_INS;

    @ParameterizedTest
    @FieldSource("dropIns")
    void a_drop_in_route_of_the_document_is_served(OpenApi.DropInRoute route) {
        var path =
                route.path().replace("{response_id}", "resp_" + "0".repeat(37)).replaceAll("\\{[a-z_]+}", "x");
        var answer = world.answer(Call.of(route.method(), path).with("content-type", "application/json"));
        assertThat(answer.status()).isNotEqualTo(405);
        assertThat(answer.body().text()).doesNotContain("does not serve");
        assertThat(DOCUMENT.at("/tags").findValuesAsText("name")).contains("drop-in");
    }

    @Test
    void every_problem_is_an_answer_of_some_operation() {
        var documented = new TreeSet<String>();
        DOCUMENT.path("paths")
                .findValues("enum")
                .forEach(values -> values.forEach(value -> documented.add(value.asText())));
        documented.add(DOCUMENT.at("/components/schemas/NoGoodLine/properties/type/const")
                .asText());
        // there is no operation where there is no route
        documented.add(ProblemType.NO_SUCH_ROUTE.uri());
        // nor where there is no request
        documented.add(ProblemType.BAD_EVENT.uri());
        assertThat(documented)
                .containsAll(
                        Stream.of(ProblemType.values()).map(ProblemType::uri).toList());
    }

    @Test
    void the_api_page_has_the_problems_as_the_code_has_them() throws IOException {
        var page = Files.readString(DOCS.resolve("api.md"));
        var rows = Pattern.compile("\\| `[a-z-]+` \\| [0-9]{3} \\| .+ \\|")
                .matcher(page)
                .results()
                .map(row -> row.group())
                .toList();
        assertThat(rows)
                .isEqualTo(Stream.of(ProblemType.values())
                        .map(type -> "| `" + type.slug() + "` | " + type.status() + " | " + type.when() + " |")
                        .toList());
    }

    @Test
    void every_header_and_query_parameter_that_is_read_is_documented() throws IOException {
        var read = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (var module : List.of("gateway", "openai", "anthropic")) {
            try (var files = Files.walk(Path.of("..", module, "src/main/java"))) {
                for (var file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    Pattern.compile(
                                    "(?:request\\s*\\.(?:header|query|choice)|query\\.get(?:OrDefault)?)\\(\"([A-Za-z_-]+)\"[,)]")
                            .matcher(Files.readString(file))
                            .results()
                            .forEach(found -> read.add(found.group(1)));
                }
            }
        }
        // these three are said by the security schemes and the media types
        read.removeAll(List.of("authorization", "x-api-key", "content-type"));
        var documented = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        DOCUMENT.path("paths")
                .findValues("parameters")
                .forEach(list -> list.forEach(parameter -> {
                    if (!parameter.path("in").asText().equals("path")) {
                        documented.add(parameter.path("name").asText());
                    }
                }));
        assertThat(documented).hasSizeGreaterThan(10).isEqualTo(read);
    }

    static Stream<List<String>> examples() throws IOException {
        var blocks = Pattern.compile("(?s)```(?:http|json)\\n(.*?)```")
                .matcher(Files.readString(DOCS.resolve("api.md")))
                .results()
                .map(block -> block.group(1))
                .toList();
        // in the order of the page
        var schemas = List.of("request", "Accepted", "Outcomes", "Job", "BatchPage", "LedgerPage", "drop-in", "Job");
        assertThat(blocks).as("examples on the API page").hasSameSizeAs(schemas);
        var pairs = new ArrayList<List<String>>();
        for (int i = 0; i < blocks.size(); i++) {
            pairs.add(List.of(schemas.get(i), blocks.get(i)));
        }
        return pairs.stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void an_example_on_the_api_page_fits_its_schema(List<String> example) {
        var schema = example.getFirst();
        if (schema.equals("drop-in")) {
            return;
        }
        var text = example.getLast();
        var json = text.substring(text.indexOf('{')).replaceAll("job_[0-9a-z]+…", "job_" + "0".repeat(37));
        var fits = AnswerContract.strict(
                OpenApiSchemas.parse(OpenApi.ref(schema.equals("request") ? "JobRequest" : schema)));
        assertThat(fits.validate(OpenApiSchemas.parse(json))).as(json).isEmpty();
    }

    @Test
    void every_field_that_is_promised_is_seen_in_an_answer() {
        var seen = new TreeSet<String>();
        everyKindOfAnswer().forEach(answer -> names(answer, seen));
        for (var schema : List.of("Accepted", "Outcomes", "Job", "BatchPage", "LedgerPage", "Problem", "NoGoodLine")) {
            var promised = new TreeSet<String>();
            DOCUMENT.at("/components/schemas/" + schema)
                    .findValues("properties")
                    .forEach(properties -> properties.fieldNames().forEachRemaining(promised::add));
            assertThat(seen).as(schema).containsAll(promised);
        }
    }

    private List<JsonNode> everyKindOfAnswer() {
        var answers = new ArrayList<JsonNode>();
        answers.add(World.json(world.answer(Call.post("/v1/jobs", World.JOB))));
        answers.add(World.json(world.answer(Call.ndjson(World.JOB + "\n{}"))));
        answers.add(World.json(world.answer(Call.ndjson("{}"))));
        var leader = world.row(
                World.ACME,
                new JobState.Settled(
                        Ending.SUCCEEDED,
                        1,
                        "batch_1#0",
                        world.now,
                        Optional.of(new Answer.Inline(200, Body.of("{}"))),
                        new Usage(1, 0, 0, 0, 1, Usage.Tier.STANDARD),
                        Optional.of(Cost.NONE),
                        Optional.empty()));
        answers.add(show("follows", new JobState.Following(leader.id())));
        answers.add(show("failed", Samples.ended(Ending.FAILED, 1)));
        world.batches.adopt(Samples.batch(Map.of(World.ACME, 10), world.now));
        var imported = Samples.batch(Map.of(World.ACME, 10), world.now);
        world.batches.adopt(imported.with(new BatchState.Imported(new BatchState.Tally(7, 2, 1, 0)), world.now));
        answers.add(World.json(world.answer(Call.get("/v1/batches"))));
        world.ledger.add(Samples.line(World.ACME));
        answers.add(World.json(world.answer(Call.get("/v1/ledger"))));
        return answers;
    }

    /// A job with everything it can have, seen from outside.
    private JsonNode show(String reference, JobState state) {
        var id = world.ids.ofReference(World.ACME, reference);
        var given = Samples.particulars();
        var particulars = new JobRow.Particulars(
                given.provider(),
                given.endpoint(),
                given.model(),
                given.lane(),
                given.why(),
                given.deadline(),
                Optional.of("a label"),
                Optional.of("a group"),
                given.terms());
        world.jobs.insert(List.of(new JobRow(id, World.ACME, world.now, Optional.of(particulars), state)));
        return World.json(world.answer(Call.get("/v1/jobs/" + id)));
    }

    private static void names(JsonNode node, TreeSet<String> into) {
        node.fieldNames().forEachRemaining(into::add);
        node.forEach(child -> names(child, into));
    }
}
