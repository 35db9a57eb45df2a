package dev.offpeak.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import dev.offpeak.gateway.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// Holds every answer a unit test gets against the OpenAPI document: its status, its headers, its media type, and its
/// body, which may have no field that the document does not know.
final class AnswerContract {
    private static final ObjectNode DOCUMENT = OpenApi.document();

    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    private AnswerContract() {}

    static void check(Call call, HttpResponse answer) {
        var path = path(call.path());
        if (path.isEmpty()) {
            assertThat(answer.status())
                    .as("nothing in the OpenAPI document is at " + call.path())
                    .isIn(400, 401, 404, 405, 503);
            return;
        }
        var method = call.method().equals("HEAD") ? "get" : call.method().toLowerCase(Locale.ROOT);
        var operation = DOCUMENT.path("paths").path(path.get()).path(method);
        if (operation.isMissingNode()) {
            // without a key, nobody is told what a path takes
            assertThat(answer.status())
                    .as(call.method() + " " + path.get() + " is not in the OpenAPI document")
                    .isIn(401, 404, 405);
            return;
        }
        // what passes through is the provider's; the receipt of a job is ours
        if (path.get().startsWith("/v1/") || answer.status() == 202) {
            check(call, path.get() + "/" + method, operation, answer);
        }
    }

    private static void check(Call call, String where, JsonNode operation, HttpResponse answer) {
        var as = where + " answered " + answer.status();
        // a result has the provider's status, whatever that is
        boolean theirs = answer.headers().containsKey("Offpeak-Provider-Status");
        var response = operation.path("responses").path(theirs ? "default" : Integer.toString(answer.status()));
        assertThat(response.isMissingNode())
                .as(as + ", which the OpenAPI document does not know: "
                        + answer.body().text())
                .isFalse();
        headers(as, response.path("headers"), answer);
        var media = answer.headers().getOrDefault("Content-Type", "none");
        assertThat(response.path("content").has(media)).as(as + " as " + media).isTrue();
        if (!call.method().equals("HEAD") && media.endsWith("json")) {
            assertThat(schema(operation, response, answer.status(), media)
                            .validate(answer.body().text(), InputFormat.JSON))
                    .as(as + ": " + answer.body().text())
                    .isEmpty();
        }
    }

    private static void headers(String as, JsonNode documented, HttpResponse answer) {
        var known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        var needed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        documented.properties().forEach(header -> {
            known.add(header.getKey());
            if (header.getValue().path("required").asBoolean()) {
                needed.add(header.getKey());
            }
        });
        known.add("Content-Type");
        assertThat(known).as(as + " with headers").containsAll(answer.headers().keySet());
        var sent = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        sent.addAll(answer.headers().keySet());
        assertThat(sent).as(as + " with headers").containsAll(needed);
    }

    private static JsonSchema schema(JsonNode operation, JsonNode response, int status, String media) {
        var key = operation.path("operationId").asText() + " " + status + " " + media;
        return SCHEMAS.computeIfAbsent(
                key, name -> strict(response.path("content").path(media).path("schema")));
    }

    /// A schema of the document in which a field that is not described is an error. The published one lets readers
    /// ignore what they do not know.
    static JsonSchema strict(JsonNode schema) {
        var copy = DOCUMENT.objectNode();
        copy.set("$defs", close(DOCUMENT.at("/components/schemas").deepCopy()));
        copy.set("allOf", copy.arrayNode().add(close(schema.deepCopy())));
        return FACTORY.getSchema(
                copy.toString().replace("#/components/schemas/", "#/$defs/"),
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
    }

    private static JsonNode close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("type").asText().equals("object")
                && object.has("properties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(AnswerContract::close);
        return node;
    }

    private static Optional<String> path(String asked) {
        return DOCUMENT.path("paths")
                .propertyStream()
                .map(Map.Entry::getKey)
                .filter(template -> asked.matches(template.replaceAll("\\{[a-z_]+}", "[^/]+")))
                .findFirst();
    }
}
