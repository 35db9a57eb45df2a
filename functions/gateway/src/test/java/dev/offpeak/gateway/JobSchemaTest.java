package dev.offpeak.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.offpeak.wire.job.JobReader;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobSchemaTest {
    private final World world = new World();
    private final JsonNode schema = JobSchema.read();

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

    /// A job of the table with one field said otherwise, or said besides.
    private static String with(String field) {
        var json = (ObjectNode) OpenApiSchemas.parse(World.JOB);
        json.setAll((ObjectNode) OpenApiSchemas.parse("{" + field + "}"));
        return json.toString();
    }

    private boolean schemaTakes(String job) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(schema)
                .validate(job, InputFormat.JSON)
                .isEmpty();
    }

    private boolean gatewayTakes(String job) {
        return world.answer(Call.post("/v1/jobs", job)).status() < 300;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'label':'tickets'",
                "'group':'a/b:c.d_e-f g'",
                "'id':'ticket-1'",
                "'deadline':'12h'",
                "'deadline':'PT12H'",
                "'deadline':'2026-11-24T00:00:00Z'",
                "'waiting':false",
                "'onLate':'wait'",
                "'onDoubt':'retry'",
                "'share':true",
                "'headers':{}",
                "'provider':'anthropic','endpoint':'/v1/messages','body':%m,'headers':{'Anthropic-Version':'2023-06-01'}",
                "'provider':'anthropic','endpoint':'/v1/messages','body':%m,'headers':{'anthropic-beta':'%512'}",
                "'provider':'anthropic','endpoint':'/v1/messages','body':%m,'headers':{'anthropic-user-profile-id':'u'}",
                "'headers':{'OpenAI-Beta':'x=v1'}",
            })
    void what_the_schema_takes_is_taken(String field) {
        var job = with(filled(field));
        assertThat(schemaTakes(job)).as("schema: " + job).isTrue();
        assertThat(gatewayTakes(job)).as("gateway: " + job).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'provider':'mistral'",
                "'provider':1",
                "'provider':'OpenAI'",
                "'endpoint':'v1/embeddings'",
                "'endpoint':'/v2/embeddings'",
                "'endpoint':'/v1/Embeddings'",
                "'endpoint':null",
                "'body':'{}'",
                "'body':[]",
                "'body':null",
                "'waiting':'true'",
                "'waiting':null",
                "'deadline':''",
                "'deadline':12",
                "'deadline':'%65'",
                "'onLate':'EXPRESS'",
                "'onLate':null",
                "'onDoubt':'never'",
                "'share':1",
                "'label':''",
                "'label':'%129'",
                "'label':'<b>'",
                "'group':['a']",
                "'group':'a\\nb'",
                "'id':'job_1'",
                "'id':''",
                "'id':'%129'",
                "'headers':[]",
                "'headers':{'x-api-key':'k'}",
                "'headers':{'openai-project':'p'}",
                "'headers':{'anthropic-version':1}",
                "'headers':{'anthropic-version':''}",
                "'headers':{'anthropic-version':'%513'}",
                "'callback':'https://example.com'",
                "'tenant':'other'",
                "'priority':1",
            })
    void what_the_schema_refuses_is_refused(String field) {
        var job = with(filled(field));
        assertThat(schemaTakes(job)).as("schema: " + job).isFalse();
        assertThat(gatewayTakes(job)).as("gateway: " + job).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // a schema knows neither the time nor what a provider sells
                "'deadline':'5m'",
                "'deadline':'8d'",
                "'deadline':'soon'",
                "'endpoint':'/v1/no_such_thing'",
                "'headers':{'anthropic-version':'2023-06-01'}",
                "'body':{}",
            })
    void what_only_the_gateway_can_judge_passes_the_schema(String field) {
        var job = with(filled(field));
        assertThat(schemaTakes(job)).as("schema: " + job).isTrue();
        assertThat(gatewayTakes(job)).as("gateway: " + job).isFalse();
    }

    /// `%64` stands for a text of that length, `%m` for a message to Anthropic.
    private static String filled(String field) {
        var message = "{'model':'claude-haiku-4-5','max_tokens':1,'messages':[{'role':'user','content':'hi'}]}";
        return Pattern.compile("%([0-9]+)")
                .matcher(field.replace("%m", message).replace('\'', '"'))
                .replaceAll(length -> "x".repeat(Integer.parseInt(length.group(1))));
    }
}
